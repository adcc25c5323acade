"""Seats: asked for when somebody becomes an agent or is switched on, and never of who works."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import services as people
from accounts.gateways import Person
from accounts.models import Directory, DirectoryRole, Role, User
from common.audit import history
from licensing.errors import NoSeatError
from licensing.licensor import Folder
from licensing.models import Reason, StoredLicense
from licensing.selectors import current, seats_taken
from tests.factories.accounts import PASSWORD, AgentFactory, CustomerFactory
from tests.licensing.conftest import ANN, activated, sold

pytestmark = [pytest.mark.django_db, pytest.mark.matrix, pytest.mark.usefixtures("folder")]


def invite(name: str) -> User:
    return people.invite_agent(name=name, address=f"{name}@example.org", roles=[], actor=ANN)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="accounts.backends.PasswordBackend")
    return client


def test_the_first_administrator_needs_no_licence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADMIN_PASSWORD", PASSWORD)
    call_command("createadmin", name="Ann", email="ann@example.org")
    assert seats_taken() == 1
    with pytest.raises(CommandError, match="one agent"):
        call_command("createadmin", name="Otto", email="otto@example.org")


def test_without_a_licence_nobody_else_is_invited(admin: User) -> None:
    with pytest.raises(NoSeatError, match="Activate a key"):
        invite("otto")
    assert not User.objects.filter(email_key="otto@example.org").exists()


def test_a_licence_has_so_many_seats_and_invited_agents_take_one(admin: User, folder: Folder) -> None:
    activated(folder, sold(folder, 3))
    invite("otto")
    invite("max")
    with pytest.raises(NoSeatError, match="All 3 agents"):
        invite("berta")


def test_a_customer_who_becomes_an_agent_takes_a_seat(admin: User) -> None:
    cleo = CustomerFactory.create()
    with pytest.raises(NoSeatError):
        people.invite_agent(name="Cleo", address=cleo.email, roles=[], actor=ANN)
    cleo.refresh_from_db()
    assert not cleo.is_agent


def test_switching_off_frees_a_seat_and_switching_on_takes_one(admin: User, folder: Folder) -> None:
    activated(folder, sold(folder, 2))
    otto = invite("otto")
    people.disable(user=otto, actor=ANN)
    max_ = invite("max")
    with pytest.raises(NoSeatError):
        people.enable(user=otto, actor=ANN)
    people.disable(user=max_, actor=ANN)
    people.enable(user=otto, actor=ANN)
    assert seats_taken() == 2


def test_customers_are_switched_on_without_a_seat(admin: User) -> None:
    cleo = CustomerFactory.create(is_active=False)
    people.enable(user=cleo, actor=ANN)
    cleo.refresh_from_db()
    assert cleo.is_active


def test_a_smaller_licence_locks_nobody_out(admin: User, folder: Folder) -> None:
    others = AgentFactory.create_batch(3)
    activated(folder, sold(folder, 2))
    for agent in [admin, *others]:
        assert signed_in(agent).get("/agent/tickets").status_code == 200
    form = {"username": others[0].email, "password": PASSWORD}
    assert Client().post("/login", form).status_code == 302
    people.set_roles(agent=others[0], roles=Role.objects.filter(builtin="manager"), actor=ANN)


def test_after_the_grace_period_who_works_goes_on_and_nobody_is_added(admin: User, folder: Folder) -> None:
    activated(folder, sold(folder, 25))
    otto = invite("otto")
    old = timezone.now() - timedelta(days=31)
    StoredLicense.objects.update(grace_reason=Reason.SERVER, grace_since=old)
    with pytest.raises(NoSeatError, match="goes on"):
        invite("max")
    assert signed_in(otto).get("/agent/tickets").status_code == 200


def test_the_pages_say_why(admin: User) -> None:
    off = AgentFactory.create(is_active=False)
    client = signed_in(admin)
    form = {"name": "Otto", "email": "otto@example.org", "job_title": ""}
    answer = client.post(reverse("settings_agent_invite"), form)
    assert answer.status_code == 422
    assert "works for one agent" in answer.content.decode()
    answer = client.post(reverse("settings_agent_state", args=[off.pk]), {"active": "1"}, follow=True)
    assert "works for one agent" in answer.content.decode()


def mapped() -> tuple[Directory, Person]:
    """A directory whose group makes agents, and somebody in that group."""
    directory = Directory.objects.create(
        name="DESK", name_key="desk", base_dn="dc=x", user_filter="(uid=#USER#)"
    )
    role = Role.objects.get(builtin=Role.Builtin.AGENT)
    DirectoryRole.objects.create(directory=directory, group="cn=support,dc=x", role=role)
    person = Person("key-1", "cn=otto,dc=x", "otto", "Otto", "otto@example.org", ("cn=support,dc=x",))
    return directory, person


def test_a_directory_lets_in_as_a_customer_while_no_seat_is_free(admin: User, folder: Folder) -> None:
    directory, person = mapped()
    otto = people.admit(directory=directory, person=person)
    assert not otto.is_agent
    people.admit(directory=directory, person=person)
    assert history("user", otto.pk).filter(action="user.no_seat").count() == 1
    activated(folder, sold(folder, 2))
    assert people.admit(directory=directory, person=person).is_agent
    assert seats_taken() == current().seats


def test_an_agent_by_a_directory_stays_one_when_the_licence_is_smaller(admin: User, folder: Folder) -> None:
    directory, person = mapped()
    activated(folder, sold(folder, 2))
    people.admit(directory=directory, person=person)
    activated(folder, sold(folder, 1))
    assert people.admit(directory=directory, person=person).is_agent
