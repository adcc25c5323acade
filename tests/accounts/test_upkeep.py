"""Registration by page, the first administrator, and what is swept away."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from accounts import jobs
from accounts.models import PersonalToken, SignIn, User
from accounts.permissions import ADMINISTER
from accounts.selectors import customers, permissions_of
from accounts.services import ask_to_reset, prune_people
from clustering.threads import thread
from tests.accounts.conftest import SignedIn, link_in
from tests.factories.accounts import PASSWORD, CustomerFactory


def test_an_account_is_made_by_page_mail_and_page(client: Client, db: None) -> None:
    response = client.post("/register", {"name": "Cleo Marsh", "email": "cleo@marsh.example"})
    assert "Look into your mail" in response.content.decode()
    path = link_in(mail.outbox[0])
    assert 'value="Cleo Marsh"' in client.get(path).content.decode()
    done = client.post(path, {"name": "Cleo Marsh", "password": PASSWORD, "again": PASSWORD})
    assert done["Location"] == "/"
    assert "Cleo Marsh" in client.get("/profile").content.decode()


def test_an_address_that_is_none_is_said(client: Client, db: None) -> None:
    response = client.post("/register", {"name": "Cleo", "email": "cleo@marsh"})
    assert response.status_code == 422
    assert mail.outbox == []


def test_mails_speak_the_persons_language_and_carry_both_parts(cleo: User) -> None:
    ask_to_reset(address=cleo.email)
    message = mail.outbox[0]
    assert isinstance(message, EmailMultiAlternatives)
    assert message.subject == "Set a new password at Help desk"
    assert message.alternatives[0][1] == "text/html"
    assert link_in(message) in str(message.alternatives[0][0])


@pytest.mark.django_db
class TestCreateAdmin:
    def test_it_makes_an_administrator(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("ADMIN_PASSWORD", PASSWORD)
        call_command("createadmin", name="Ann Keller", email="Ann@northwind.example")
        ann = User.objects.get(email_key="ann@northwind.example")
        assert ann.is_agent
        assert ann.check_password(PASSWORD)
        assert ADMINISTER in permissions_of(ann)

    @pytest.mark.parametrize("weak", ["12345678", "short", "password", "annkeller1"])
    def test_it_refuses_a_weak_password(self, monkeypatch: pytest.MonkeyPatch, weak: str) -> None:
        monkeypatch.setenv("ADMIN_PASSWORD", weak)
        with pytest.raises(CommandError):
            call_command("createadmin", name="Annkeller1", email="ann@northwind.example")
        assert not User.objects.filter(is_agent=True).exists()

    def test_it_refuses_a_known_address(self, monkeypatch: pytest.MonkeyPatch, cleo: User) -> None:
        monkeypatch.setenv("ADMIN_PASSWORD", PASSWORD)
        with pytest.raises(CommandError, match="already"):
            call_command("createadmin", name="Cleo", email=cleo.email)


def test_what_is_over_is_swept_away(cleo: User, client: Client) -> None:
    client.post("/login", {"username": cleo.email, "password": "wrong"})
    client.post("/login", {"username": cleo.email, "password": PASSWORD})
    ask_to_reset(address=cleo.email)
    assert prune_people() == 0
    later = timezone.now() + timedelta(days=40)
    Session.objects.all().delete()
    assert prune_people(now=later) >= 2
    assert not SignIn.objects.exists()
    assert not PersonalToken.objects.exists()
    assert not AccessAttempt.objects.exists()


def test_the_sweeps_are_background_threads() -> None:
    assert thread("people.prune").body is jobs.prune
    assert thread("people.roles").body is jobs.roles


def test_paging_through_customers_with_ties_misses_nobody(db: None) -> None:
    moment = timezone.now()
    made = {CustomerFactory.create().pk for _ in range(25)}
    User.objects.filter(pk__in=made).update(created_at=moment)
    seen: list[int] = []
    cursor = ""
    while True:
        page = customers(cursor=cursor, size=7)
        seen += [row.pk for row in page.rows]
        if page.next is None:
            break
        CustomerFactory.create()  # somebody comes while we turn pages
        cursor = page.next
    assert len(seen) == len(set(seen))
    assert set(seen) == made


def test_customers_are_found_and_edited(admin: User, cleo: User, browser_of: SignedIn) -> None:
    client = browser_of(admin)
    User.objects.filter(pk=cleo.pk).update(organization_name="Marsh & Daughters")
    for query in ("cleo", "CLEO@EXAMPLE", "daughters"):
        assert "cleo@example.org" in client.get("/settings/customers", {"q": query}).content.decode()
    assert "Nobody found" in client.get("/settings/customers", {"q": "zzz"}).content.decode()
    assert client.get("/settings/customers", {"after": "nonsense"}).status_code == 404
    data = {"name": "Cleo Marsh", "organization_name": "", "phone": "", "time_zone": "", "language": ""}
    client.post(f"/settings/customers/{cleo.pk}", data)
    cleo.refresh_from_db()
    assert cleo.display_name == "Cleo Marsh"
    page = client.get(f"/settings/customers/{cleo.pk}").content.decode()
    assert "Cleo → Cleo Marsh" in page


def test_agents_and_the_queue_are_no_customers(admin: User, ann: User, browser_of: SignedIn) -> None:
    client = browser_of(admin)
    for person in (ann.pk, User.QUEUE_ID):
        assert client.get(f"/settings/customers/{person}").status_code == 404
    assert client.get(f"/settings/agents/{User.QUEUE_ID}").status_code == 404
