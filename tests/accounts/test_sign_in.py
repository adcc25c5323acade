"""The one door: who gets in, where they arrive, and what everybody else sees."""

import re
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from pytest_django import Settings

from accounts.models import SignIn, User
from tests.accounts.conftest import SignedIn
from tests.factories.accounts import PASSWORD, AddressFactory, AgentFactory, CustomerFactory, named


def enter(client: Client, name: str, password: str = PASSWORD, **more: str) -> object:
    return client.post("/login", {"username": name, "password": password, **more})


@pytest.mark.parametrize("path", ["/login", "/login.aspx"])
def test_the_door_opens_under_both_addresses(client: Client, db: None, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 200
    assert "Customers and agents use the same door." in response.content.decode()


def test_an_agent_arrives_in_the_workspace(client: Client, ann: User) -> None:
    response = client.post("/login", {"username": "ann@example.org", "password": PASSWORD})
    assert (response.status_code, response["Location"]) == (302, "/agent/")


def test_a_customer_arrives_on_the_portal(client: Client, cleo: User) -> None:
    response = client.post("/login", {"username": "CLEO@example.org", "password": PASSWORD})
    assert response["Location"] == "/"


def test_it_leads_back_to_the_wanted_page(client: Client, cleo: User) -> None:
    response = client.post("/login", {"username": cleo.email, "password": PASSWORD, "next": "/tickets/5?a=1"})
    assert response["Location"] == "/tickets/5?a=1"


@pytest.mark.parametrize(
    "wanted",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "http:evil"],
)
def test_it_leads_to_no_other_host(client: Client, cleo: User, wanted: str) -> None:
    response = client.post("/login", {"username": cleo.email, "password": PASSWORD, "next": wanted})
    assert response["Location"] == "/"


def test_wrong_name_and_wrong_password_read_the_same(client: Client, cleo: User) -> None:
    pages = []
    for name in (cleo.email, "nobody@example.org"):
        response = client.post("/login", {"username": name, "password": "wrong"})
        assert response.status_code == 422
        text = re.sub(r'(value|content)="[^"]*"|X-CSRFToken[^}]*', "", response.content.decode())
        pages.append(re.sub(r"nonce\S*", "", text))
    assert pages[0] == pages[1]
    assert "Name or password is wrong." in pages[0]


def test_the_session_key_is_new_after_signing_in(client: Client, cleo: User) -> None:
    client.get("/login")
    session = client.session
    session["before"] = 1
    session.save()
    old = session.session_key
    client.cookies["sessionid"] = str(old)
    enter(client, cleo.email)
    assert client.session.session_key != old
    assert not Session.objects.filter(session_key=old).exists()


def test_it_notes_the_browser(client: Client, cleo: User) -> None:
    client.post(
        "/login",
        {"username": cleo.email, "password": PASSWORD},
        headers={"user-agent": "Mozilla/5.0 (X11; Linux) Firefox/140.0"},
    )
    row = SignIn.objects.get(user=cleo)
    assert row.session_key == client.session.session_key
    assert "Firefox" in row.browser


@pytest.mark.parametrize(("ticked", "days"), [(True, 30), (False, 0)])
def test_keep_me_signed_in(client: Client, cleo: User, ticked: bool, days: int) -> None:
    enter(client, cleo.email, **({"remember": "on"} if ticked else {}))
    assert client.cookies["sessionid"]["max-age"] == (days * 24 * 3600 or "")


def test_who_is_switched_off_stays_out(client: Client, db: None) -> None:
    otto = named(AgentFactory, "Otto", is_active=False)
    response = client.post("/login", {"username": otto.email, "password": PASSWORD})
    assert response.status_code == 422


def test_who_is_known_by_address_only_stays_out(client: Client, db: None) -> None:
    named(AddressFactory, "Cleo")
    assert client.post("/login", {"username": "cleo@example.org", "password": "!"}).status_code == 422


def test_too_many_wrong_passwords_lock_the_name_for_this_address(
    client: Client, cleo: User, settings: Settings
) -> None:
    settings.AXES_FAILURE_LIMIT = 3
    for _ in range(3):
        response = client.post("/login", {"username": cleo.email, "password": "wrong"})
    response = client.post("/login", {"username": cleo.email, "password": PASSWORD})
    assert response.status_code == 429
    assert "Wait 15 minutes" in response.content.decode()
    assert response["Retry-After"] == "900"
    elsewhere = client.post("/login", {"username": cleo.email, "password": PASSWORD}, REMOTE_ADDR="10.9.9.9")
    assert elsewhere.status_code == 302


def test_a_locked_out_name_reads_the_same_known_or_not(
    client: Client, cleo: User, settings: Settings
) -> None:
    settings.AXES_FAILURE_LIMIT = 2
    codes = {}
    for name in (cleo.email, "nobody@example.org"):
        codes[name] = [
            client.post("/login", {"username": name, "password": "x"}).status_code for _ in range(4)
        ]
    assert codes[cleo.email] == codes["nobody@example.org"]
    assert codes[cleo.email][-1] == 429


def test_signing_out_takes_a_post(client: Client, cleo: User) -> None:
    enter(client, cleo.email)
    assert client.get("/logout").status_code == 405
    response = client.post("/logout")
    assert response["Location"] == "/"
    assert not SignIn.objects.exists()
    assert client.get("/profile").status_code == 302


def test_who_is_signed_in_is_led_on(ann: User, browser_of: SignedIn) -> None:
    assert browser_of(ann).get("/login?next=/agent/x")["Location"] == "/agent/x"


def test_a_forced_change_of_password_comes_first(client: Client, db: None) -> None:
    ann = named(AgentFactory, "Ann", must_change_password=True)
    assert enter(client, ann.email) is not None
    response = client.get("/profile")
    assert response["Location"] == "/account/must-change"
    fragment = client.get("/profile", headers={"hx-request": "true"})
    assert (fragment.status_code, fragment["HX-Redirect"]) == (204, "/account/must-change")
    weak = client.post("/account/must-change", {"old": PASSWORD, "password": "12345678", "again": "12345678"})
    assert weak.status_code == 422
    new = "a longer word 1790"
    done = client.post("/account/must-change", {"old": PASSWORD, "password": new, "again": new})
    assert done["Location"] == "/agent/"
    assert client.get("/profile").status_code == 200


class TestDemo:
    """People of the demo company, whose passwords everybody knows."""

    @pytest.fixture
    def cleo(self, db: None) -> User:
        return named(CustomerFactory, "Cleo", preferences={"demo": True})

    def test_they_stay_out_of_a_real_desk(self, client: Client, cleo: User, settings: Settings) -> None:
        settings.DEMO = False
        response = client.post("/login", {"username": cleo.email, "password": PASSWORD})
        assert response.status_code == 403
        assert "demo mode" in response.content.decode()
        assert client.get("/profile").status_code == 302

    def test_they_come_in_on_the_machine_itself(self, client: Client, cleo: User, settings: Settings) -> None:
        settings.DEMO = True
        assert client.post("/login", {"username": cleo.email, "password": PASSWORD}).status_code == 302

    @pytest.mark.parametrize(
        "seen",
        [{"REMOTE_ADDR": "10.0.0.7"}, {"HTTP_X_FORWARDED_FOR": "127.0.0.1"}, {"HTTP_FORWARDED": "for=::1"}],
    )
    def test_they_stay_out_from_elsewhere(self, cleo: User, settings: Settings, seen: dict[str, Any]) -> None:
        settings.DEMO = True
        elsewhere = Client(**seen)
        response = elsewhere.post("/login", {"username": cleo.email, "password": PASSWORD})
        assert response.status_code == 403
        assert "on the server itself" in response.content.decode()
