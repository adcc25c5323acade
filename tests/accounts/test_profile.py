"""The profile: what people set for themselves, and the browsers they are signed in with."""

import pytest
from django.core import mail
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.errors import AddressTakenError
from accounts.models import SignIn, User
from accounts.services import ask_to_verify, set_preferences, sync_builtin_roles, verify
from accounts.services.sessions import SEEN_EVERY_SECONDS
from common.models import SignalRow
from tests.accounts.conftest import SignedIn, link_in
from tests.factories.accounts import PASSWORD

PROFILE = {"display_name": "Ann K.", "phone": "+47 1", "time_zone": "Europe/Oslo", "language": "de"}


def test_an_agent_sees_the_workspace_and_a_customer_the_portal(
    ann: User, cleo: User, browser_of: SignedIn
) -> None:
    assert "hd-rail" in browser_of(ann).get("/profile").content.decode()
    page = browser_of(cleo).get("/profile").content.decode()
    assert "pt-top" in page
    assert "Signature" not in page


def test_a_signature_is_sanitized(ann: User, browser_of: SignedIn) -> None:
    html = '<p onclick="x()">Regards<script>alert(1)</script> <b>Ann</b></p>'
    response = browser_of(ann).post("/profile", PROFILE | {"job_title": "Support", "signature_html": html})
    assert response["Location"] == "/profile"
    ann.refresh_from_db()
    assert ann.signature_html == "<p>Regards <b>Ann</b></p>"
    assert (ann.display_name, ann.job_title, ann.time_zone) == ("Ann K.", "Support", "Europe/Oslo")


def test_a_customer_cannot_give_themselves_an_agents_fields(cleo: User, browser_of: SignedIn) -> None:
    data = PROFILE | {
        "organization_name": "Marsh",
        "job_title": "Boss",
        "signature_html": "x",
        "is_agent": "1",
    }
    browser_of(cleo).post("/profile", data)
    cleo.refresh_from_db()
    assert (cleo.organization_name, cleo.job_title, cleo.signature_html, cleo.is_agent) == (
        "Marsh",
        "",
        "",
        False,
    )


@pytest.mark.parametrize("wrong", [{"display_name": ""}, {"time_zone": "Mars/Base"}, {"language": "xx"}])
def test_wrong_values_are_shown_again(ann: User, browser_of: SignedIn, wrong: dict[str, str]) -> None:
    assert browser_of(ann).post("/profile", PROFILE | wrong).status_code == 422


def test_the_language_holds_at_once(ann: User, browser_of: SignedIn) -> None:
    client = browser_of(ann)
    client.post("/profile", PROFILE)
    assert '<html lang="de"' in client.get("/profile").content.decode()


def test_preferences_keep_what_was_not_asked_about(ann: User, browser_of: SignedIn) -> None:
    client = browser_of(ann)
    client.post("/profile/look", {"look-theme": "dark", "look-density": "compact"})
    client.post("/profile/notifications", {"notify-notify_assigned_mail": "on"})
    ann.refresh_from_db()
    assert ann.preferences["theme"] == "dark"
    assert ann.preferences["single_keys"] is False
    assert ann.preferences["notify_assigned_mail"] is True
    assert ann.preferences["notify_replied_page"] is False
    page = client.get("/profile").content.decode()
    assert 'data-theme="dark"' in page
    assert 'data-density="compact"' in page


def test_unknown_preferences_are_refused(ann: User) -> None:
    with pytest.raises(ValueError):
        set_preferences(user=ann, demo=True)
    with pytest.raises(ValueError):
        set_preferences(user=ann, theme="pink")


def test_notifications_are_for_agents(cleo: User, browser_of: SignedIn) -> None:
    assert browser_of(cleo).post("/profile/notifications", {}).status_code == 404


def test_a_new_address_holds_when_its_link_was_followed(cleo: User, browser_of: SignedIn) -> None:
    client = browser_of(cleo)
    data = {"email": "new@marsh.example", "old": PASSWORD}
    assert client.post("/profile/email", data | {"old": "wrong"}).status_code == 422
    client.post("/profile/email", data)
    cleo.refresh_from_db()
    assert cleo.email == "cleo@example.org"
    message = mail.outbox[0]
    assert message.to == ["new@marsh.example"]
    assert client.post(link_in(message)).status_code == 302
    cleo.refresh_from_db()
    assert (cleo.email, cleo.email_key, cleo.username) == ("new@marsh.example",) * 3
    assert mail.outbox[1].to == ["cleo@example.org"]


def test_an_address_of_somebody_else_is_not_taken_over(cleo: User, ann: User) -> None:
    ask_to_verify(user=cleo, address="ANN@example.org")
    with pytest.raises(AddressTakenError):
        verify(token=link_in(mail.outbox[0]).rpartition("/")[2])


def test_one_browser_is_signed_out(cleo: User) -> None:
    here, there = Client(), Client()
    for one in (here, there):
        one.post("/login", {"username": cleo.email, "password": PASSWORD})
    row = SignIn.objects.get(session_key=there.session.session_key)
    assert here.post(f"/profile/browsers/{row.pk}/end").status_code == 302
    assert there.get("/profile").status_code == 302
    assert here.get("/profile").status_code == 200


def test_nobody_ends_the_browsers_of_others(cleo: User, ann: User, browser_of: SignedIn) -> None:
    Client().post("/login", {"username": cleo.email, "password": PASSWORD})
    row = SignIn.objects.get(user=cleo)
    assert browser_of(ann).post(f"/profile/browsers/{row.pk}/end").status_code == 404
    assert SignIn.objects.filter(pk=row.pk).exists()


def test_everywhere_else(cleo: User) -> None:
    here, *others = clients = [Client() for _ in range(3)]
    for one in clients:
        one.post("/login", {"username": cleo.email, "password": PASSWORD})
    here.post("/profile/browsers/others/end")
    assert [one.get("/profile").status_code for one in (here, *others)] == [200, 302, 302]
    assert SignalRow.objects.filter(channel=f"user:{cleo.pk}", name="revoke").exists()


def test_being_here_is_written_every_five_minutes_only(cleo: User, client: Client) -> None:
    client.post("/login", {"username": cleo.email, "password": PASSWORD})
    client.get("/profile")
    User.objects.filter(pk=cleo.pk).update(last_seen_at=None)
    client.get("/profile")
    cleo.refresh_from_db()
    assert cleo.last_seen_at is None
    session = client.session
    session["seen"] -= SEEN_EVERY_SECONDS
    session.save()
    client.get("/profile")
    cleo.refresh_from_db()
    assert cleo.last_seen_at is not None


def test_the_page_asks_the_database_little(
    ann: User, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    sync_builtin_roles()
    client.post("/login", {"username": ann.email, "password": PASSWORD})
    client.get("/profile")
    with django_assert_max_num_queries(8):
        client.get("/profile")
