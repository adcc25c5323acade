"""admin/admin: once, on an empty desk, in a browser on the server itself, and only to choose a password."""

from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts import services
from accounts.models import User
from accounts.registry import first_page
from common.models import AuditEntry
from tests.factories.accounts import CustomerFactory, administrator
from tests.permissions.routes import patterns

pytestmark = pytest.mark.django_db
NEW = {
    "name": "Ada Holm",
    "email": "Ada@Northwind.example",
    "password": "seven lamps 1849",
    "again": "seven lamps 1849",
}


def here(**seen: Any) -> Client:
    return Client(HTTP_HOST="localhost:8000", **seen)


def knock(client: Client, name: str = "admin") -> Any:
    return client.post("/login", {"username": name, "password": "admin"})


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_it_leads_to_a_password_and_then_to_the_setup() -> None:
    client = here()
    assert "This desk is new." in client.get("/login").text
    assert knock(client, "Admin").status_code == 302
    page = client.get("/account/must-change")
    assert "You are the first administrator" in page.text
    done = client.post("/account/must-change", NEW)
    assert (done.status_code, done["Location"]) == (302, first_page())
    assert client.get("/settings/agents").status_code == 200
    ada = User.objects.get(username="admin")
    assert (ada.name, ada.email_key, ada.must_change_password) == ("Ada Holm", "ada@northwind.example", False)
    assert ada.check_password(NEW["password"])
    assert AuditEntry.objects.filter(item_id=ada.pk, action="user.administrator_created").count() == 1


def test_the_second_time_it_opens_nothing() -> None:
    client = here()
    knock(client)
    client.post("/account/must-change", NEW)
    again = here()
    assert "This desk is new." not in again.get("/login").text
    assert "Name or password is wrong." in knock(again).text
    assert not is_in(again)
    User.objects.filter(username="admin").delete()  # not even on a desk that is empty again
    assert not is_in(again)
    assert services.first_admin() is None
    assert knock(here()).status_code == 422
    assert not User.objects.filter(username="admin").exists()


def test_it_can_be_begun_again_until_a_password_is_chosen() -> None:
    first, second = here(), here()
    knock(first)
    knock(second)
    assert User.objects.filter(username="admin").count() == 1
    assert second.post("/account/must-change", NEW).status_code == 302
    assert first.get("/account/must-change")["Location"].startswith("/login")  # signed out


@pytest.mark.parametrize(
    "seen",
    [
        {"REMOTE_ADDR": "10.0.0.7"},
        {"REMOTE_ADDR": "fe80::7"},
        {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"HTTP_FORWARDED": "for=127.0.0.1"},
        {"HTTP_X_REAL_IP": "127.0.0.1"},
        {"HTTP_VIA": "1.1 proxy"},
        {"HTTP_HOST": "desk.example.com"},  # a name that somebody let point to 127.0.0.1
    ],
    ids=str,
)
def test_from_elsewhere_it_opens_nothing_and_makes_nobody(seen: dict[str, Any]) -> None:
    client = Client(**{"HTTP_HOST": "localhost:8000"} | seen)
    assert "This desk is new." not in client.get("/login").text
    answer = knock(client)
    assert answer.status_code == 422
    assert "only in a browser on the server itself" in answer.text
    assert not is_in(client)
    assert not User.objects.filter(username="admin").exists()


@pytest.mark.parametrize("address", ["127.0.0.1", "127.0.0.9", "::1", "::ffff:127.0.0.1"])
def test_it_opens_by_every_name_of_the_machine_itself(address: str) -> None:
    client = here(REMOTE_ADDR=address)
    assert knock(client).status_code == 302
    assert is_in(client)


def test_a_session_that_wanders_off_is_ended() -> None:
    client = here()
    knock(client)
    answer = client.post("/account/must-change", NEW, REMOTE_ADDR="10.0.0.7")
    assert answer["Location"] == "/login"
    assert not is_in(client)
    assert User.objects.get(username="admin").must_change_password


def test_nothing_else_is_served_before_the_change() -> None:
    client = here()
    knock(client)
    free = {"password_must_change", "logout", "account_logout", "brand_css"}
    tried = 0
    for pattern in patterns():
        if pattern.pattern.converters or pattern.default_args or pattern.name in free:
            continue
        for method in (client.get, client.post):
            answer = method(reverse(str(pattern.name)))
            assert answer.get("Location") == "/account/must-change", pattern.name
            tried += 1
    assert tried > 80
    assert client.get("/agent/", headers={"hx-request": "true"})["HX-Redirect"] == "/account/must-change"


def test_wrong_answers_are_told_at_their_field_and_kept() -> None:
    client = here()
    knock(client)
    wrong = client.post("/account/must-change", NEW | {"again": "another", "email": "ada"})
    assert wrong.status_code == 422
    assert "The two passwords are not the same." in wrong.text
    assert 'value="Ada Holm"' in wrong.text
    weak = client.post("/account/must-change", NEW | {"password": "admin", "again": "admin"})
    assert "too short" in weak.text
    assert User.objects.get(username="admin").must_change_password


@pytest.mark.parametrize("who", [CustomerFactory.create, administrator])
def test_it_is_shut_while_somebody_is_known(who: Any) -> None:
    who()
    client = here()
    assert "This desk is new." not in client.get("/login").text
    assert knock(client).status_code == 422
    assert services.first_admin() is None


def test_an_administrator_by_command_shuts_it_for_good(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADMIN_PASSWORD", "seven lamps 1849")
    client = here()
    knock(client)
    call_command("createadmin", name="Ada Holm", email="ada@northwind.example")
    assert not User.objects.filter(username="admin").exists()
    assert client.get("/account/must-change")["Location"].startswith("/login")
    User.objects.filter(email_key="ada@northwind.example").delete()
    assert knock(here()).status_code == 422
    assert User.objects.count() == 1  # the queue
