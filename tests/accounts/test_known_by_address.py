"""A person known only by address: made once, found again, never overwritten; claims the account."""

import threading

import pytest
from django.core import mail
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from accounts.errors import BadTokenError
from accounts.models import PersonalToken, User
from accounts.services import claim, customer_for_address, register
from accounts.services.tokens import look
from tests.accounts.conftest import link_in
from tests.factories.accounts import PASSWORD, AgentFactory, CustomerFactory, named


def token_of(path: str) -> str:
    return path.rpartition("/")[2]


def test_it_makes_a_person_without_an_account(db: None) -> None:
    user = customer_for_address(name="  Cleo \n Marsh ", address="Cleo@Marsh.example")
    assert (user.email, user.email_key, user.display_name) == (
        "Cleo@Marsh.example",
        "cleo@marsh.example",
        "Cleo Marsh",
    )
    assert not user.has_account
    assert not user.is_agent


def test_it_finds_the_person_again_and_changes_nothing(db: None) -> None:
    first = customer_for_address(name="Cleo", address="cleo@marsh.example")
    again = customer_for_address(name="Somebody else", address="CLEO@marsh.example")
    assert again.pk == first.pk
    assert again.display_name == "Cleo"


def test_a_known_address_costs_one_statement(db: None) -> None:
    customer_for_address(name="Cleo", address="cleo@marsh.example")
    with CaptureQueriesContext(connection) as captured:
        customer_for_address(name="Cleo", address="cleo@marsh.example")
    frame = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
    statements = [one["sql"] for one in captured if not one["sql"].startswith(frame)]
    about_people = [sql for sql in statements if "accounts_" in sql]
    assert len(about_people) == 1
    assert len(statements) <= 2  # the other one is the fence of the node


def test_a_user_name_like_the_address_is_no_obstacle(db: None) -> None:
    other = User.objects.create_user("cleo@marsh.example", PASSWORD)
    user = customer_for_address(name="Cleo", address="cleo@marsh.example")
    assert user.pk != other.pk


@pytest.mark.django_db(transaction=True)
def test_many_at_once_make_one_person() -> None:
    count = 2 if connection.vendor == "sqlite" else 6
    gate = threading.Barrier(count)
    found: list[int] = []

    def run() -> None:
        gate.wait()
        try:
            found.append(customer_for_address(name="Cleo", address="cleo@marsh.example").pk)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == count
    assert len(set(found)) == 1
    assert User.objects.filter(email_key="cleo@marsh.example").count() == 1


def test_registering_mails_a_link_that_makes_the_account(db: None) -> None:
    register(name="Cleo", address="cleo@marsh.example")
    token = token_of(link_in(mail.outbox[0]))
    user = claim(token=token, name="Cleo Marsh", password=PASSWORD)
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    assert user.email_verified_at is not None
    assert user.display_name == "Cleo Marsh"


def test_a_link_works_once(db: None) -> None:
    register(name="Cleo", address="cleo@marsh.example")
    token = token_of(link_in(mail.outbox[0]))
    claim(token=token, name="Cleo", password=PASSWORD)
    with pytest.raises(BadTokenError):
        claim(token=token, name="Mallory", password="another one 99")


def test_a_newer_link_ends_the_older(db: None) -> None:
    register(name="Cleo", address="cleo@marsh.example")
    register(name="Cleo", address="cleo@marsh.example")
    first, second = (token_of(link_in(message)) for message in mail.outbox)
    with pytest.raises(BadTokenError):
        claim(token=first, name="Cleo", password=PASSWORD)
    assert claim(token=second, name="Cleo", password=PASSWORD).has_account


def test_the_database_does_not_hold_the_link(db: None) -> None:
    register(name="Cleo", address="cleo@marsh.example")
    token = token_of(link_in(mail.outbox[0]))
    row = PersonalToken.objects.get()
    assert token not in {row.digest, row.email}
    assert token[:10] not in row.digest


def test_an_old_link_does_not_work(db: None) -> None:
    register(name="Cleo", address="cleo@marsh.example")
    token = token_of(link_in(mail.outbox[0]))
    row = PersonalToken.objects.get()
    PersonalToken.objects.update(expires_at=row.created_at)
    with pytest.raises(BadTokenError):
        claim(token=token, name="Cleo", password=PASSWORD)


def test_a_forged_link_costs_no_statement(
    db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0), pytest.raises(BadTokenError):
        look("a" * 32 + "." + "b" * 16, PersonalToken.Purpose.CLAIM)


def test_registering_a_known_account_only_tells_its_owner(db: None) -> None:
    cleo = named(CustomerFactory, "Cleo")
    register(name="Mallory", address=cleo.email)
    cleo.refresh_from_db()
    assert cleo.display_name == "Cleo"
    assert "already have" in mail.outbox[0].subject
    assert not PersonalToken.objects.exists()


def test_nobody_mails_a_person_who_is_switched_off(db: None) -> None:
    ann = named(AgentFactory, "Ann", is_active=False)
    register(name="Ann", address=ann.email)
    assert mail.outbox == []
