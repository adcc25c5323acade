"""Single sign-on by another site's cookie: who may, once a value, and never on other pages."""

import time
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from providers.models import LoginLink, Provider
from providers.services.cookies import signed_value
from tests.providers.conftest import SetUp
from tests.servers.provider import ProviderServer
from tests.tickets.conftest import Cast

METHOD = "GetSignInCookieInfo"


@pytest.fixture
def login(set_up: SetUp, provider_server: ProviderServer, cast: Cast) -> Provider:
    provider_server.answer(METHOD, "Authentication=OK", "EmailAddress=nora@new.example", "DisplayName=Nora")
    return set_up("login", cookie_name="site_login", cookie_secret="between us", timeout_seconds=1)


def browser(login: Provider, name: str = "Nora Müller", *, seconds: int = 600) -> Client:
    client = Client()
    client.cookies["site_login"] = signed_value(login, name, int(time.time()) + seconds)
    return client


def who(client: Client) -> str:
    found = client.session.get("_auth_user_id") if "sessionid" in client.cookies else None
    return User.objects.get(pk=found).name if found else ""


def test_the_first_page_is_that_of_somebody_signed_in(
    login: Provider, provider_server: ProviderServer
) -> None:
    client = browser(login)
    page = client.get("/tickets")
    assert page.status_code == 200  # a stranger is sent to the sign-in
    assert who(client) == "Nora"
    (inputs,) = provider_server.inputs(METHOD)
    assert inputs["loginusername"] == "Nora Müller"
    assert "loginpassword" not in inputs
    assert LoginLink.objects.get().name == "nora müller"


def test_it_asks_once_and_then_the_session_counts(login: Provider, provider_server: ProviderServer) -> None:
    client = browser(login)
    for _page in range(3):
        assert client.get("/").status_code == 200
    assert len(provider_server.calls()) == 1


def test_the_sign_in_page_leads_on(login: Provider) -> None:
    answer = browser(login).get("/login?next=/tickets")
    assert (answer.status_code, answer["Location"]) == (302, "/tickets")


@pytest.mark.parametrize(
    "forge",
    [
        lambda value: value[:-1] + ("0" if value[-1] != "0" else "1"),
        lambda value: "admin" + value,
        lambda value: value.replace("Nora", "Ada"),
        lambda value: value.partition("|")[0],
        lambda value: "|||",
        lambda value: "\x00\ud800".encode("utf-8", "ignore").decode() + value,
        lambda value: value.rpartition("|")[0] + "|",
    ],
)
def test_a_forged_cookie_is_nobody(login: Provider, provider_server: ProviderServer, forge: Any) -> None:
    client = browser(login)
    client.cookies["site_login"] = forge(client.cookies["site_login"].value)
    assert client.get("/tickets").status_code == 302
    assert who(client) == ""
    assert provider_server.calls() == []


def test_another_secret_or_an_old_cookie_is_nobody(login: Provider, provider_server: ProviderServer) -> None:
    other = Provider(cookie_secret="guessed")
    clients = [browser(other), browser(login, seconds=-60), browser(login, seconds=10 * 24 * 3600)]
    assert [client.get("/tickets").status_code for client in clients] == [302, 302, 302]
    assert provider_server.calls() == []


def test_an_agents_name_is_nobody(login: Provider, provider_server: ProviderServer, cast: Cast) -> None:
    client = browser(login, "ann")
    assert client.get("/tickets").status_code == 302
    assert (who(client), provider_server.calls()) == ("", [])


def test_a_no_is_asked_for_once(login: Provider, provider_server: ProviderServer) -> None:
    provider_server.behave(METHOD, "refuse")
    client = browser(login)
    for _page in range(3):
        assert client.get("/").status_code == 200
    assert len(provider_server.calls()) == 1
    assert who(client) == ""


def test_a_provider_that_hangs_costs_its_time_limit_once(
    login: Provider, provider_server: ProviderServer
) -> None:
    provider_server.behave(METHOD, "hang", seconds=30)
    client = browser(login)
    started = time.monotonic()
    for _page in range(4):
        assert client.get("/").status_code == 200
    assert time.monotonic() - started < 15
    assert len(provider_server.calls()) == 1


@pytest.mark.parametrize("path", ["/agent/", "/settings/agents", "/healthz"])
def test_other_pages_never_ask(login: Provider, provider_server: ProviderServer, path: str) -> None:
    browser(login).get(path)
    assert provider_server.calls() == []


def test_what_is_sent_never_asks(login: Provider, provider_server: ProviderServer) -> None:
    browser(login).post("/login", {"username": "", "password": ""})
    assert provider_server.calls(METHOD) == []


def test_who_is_signed_in_is_not_asked_for(
    login: Provider, provider_server: ProviderServer, cast: Cast
) -> None:
    client = browser(login)
    client.force_login(cast.ann, backend="accounts.backends.PasswordBackend")
    client.get("/")
    assert (who(client), provider_server.calls()) == ("Ann Example", [])


def test_who_signs_out_stays_out_until_the_other_site_says_otherwise(
    login: Provider, provider_server: ProviderServer
) -> None:
    client = browser(login)
    client.get("/")
    client.post("/logout")
    assert client.get("/tickets").status_code == 302
    assert who(client) == ""
    client.cookies["site_login"] = signed_value(login, "Nora Müller", int(time.time()) + 900)
    cache.clear()
    assert client.get("/tickets").status_code == 200


def test_without_a_name_for_the_cookie_nothing_happens(
    set_up: SetUp, provider_server: ProviderServer, login: Provider
) -> None:
    client = browser(login)
    set_up("login", cookie_name="", cookie_secret="between us")
    cache.clear()
    client.get("/tickets")
    assert provider_server.calls() == []
