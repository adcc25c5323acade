"""Customers sign in with what the login provider knows; agents with the desk's own passwords."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import User, UserValue
from customfields.models import Field
from customfields.selectors import values_of
from providers.models import Call, LoginLink
from tests.providers.conftest import SetUp, time_limit
from tests.servers.provider import ProviderServer
from tests.tickets.conftest import Cast

pytestmark = pytest.mark.matrix
Enter = Callable[..., Any]
OK, WELCOME = "Authentication=OK", "welcome"


def enter(client: Client, name: str = "Cleo.M", password: str = WELCOME, **more: str) -> Any:
    return client.post("/login", {"username": name, "password": password, **more})


def who(client: Client) -> str:
    found = client.session.get("_auth_user_id")
    return User.objects.get(pk=found).username if found else ""


def test_a_new_customer_is_made_and_linked(
    client: Client, set_up: SetUp, provider_server: ProviderServer, cast: Cast
) -> None:
    set_up("login")
    plan = Field.objects.create(name="Plan")
    provider_server.answer(
        "Authenticate",
        OK,
        "EmailAddress=nora@new.example",
        "DisplayName=Nora New",
        "cf_Plan=Gold",
        "cf_Nix=1",
    )
    assert enter(client, "Nora")["Location"] == "/"
    nora = User.objects.get(username="nora")
    assert (nora.email, nora.display_name, nora.is_agent) == ("nora@new.example", "Nora New", False)
    assert not nora.has_account
    assert {key: value.value for key, value in values_of(UserValue, nora).items()} == {plan.pk: "Gold"}
    (inputs,) = provider_server.inputs("Authenticate")
    assert (inputs["loginusername"], inputs["loginpassword"]) == ("Nora", "welcome")
    assert who(client) == "nora"
    assert "welcome" not in str(list(Call.objects.values()))


def test_a_customer_without_address_can_sign_in(
    client: Client, set_up: SetUp, provider_server: ProviderServer, cast: Cast
) -> None:
    set_up("login")
    provider_server.answer("Authenticate", OK)
    for name in ("one", "two"):
        client.logout()
        assert enter(client, name).status_code == 302
        assert who(client) == name
    assert set(User.objects.filter(username__in=["one", "two"]).values_list("email_key", flat=True)) == {None}
    page = client.get("/tickets")
    assert page.status_code == 200


def test_the_second_time_it_is_the_same_customer_as_described_now(
    client: Client, set_up: SetUp, provider_server: ProviderServer, cast: Cast
) -> None:
    set_up("login")
    provider_server.answer("Authenticate", OK, "EmailAddress=n@new.example", "DisplayName=N")
    enter(client, "nora")
    client.logout()
    provider_server.answer("Authenticate", OK, "EmailAddress=nora@new.example", "DisplayName=Nora")
    enter(client, "NORA")
    nora = User.objects.get(login_link__name="nora")
    assert (nora.email, nora.email_key, nora.display_name) == ("nora@new.example", "nora@new.example", "Nora")


def test_who_is_known_by_address_is_linked_once(
    client: Client, set_up: SetUp, provider_server: ProviderServer, cast: Cast
) -> None:
    set_up("login")
    provider_server.answer("Authenticate", OK, "EmailAddress=CLEO@customers.example")
    enter(client, "cm")
    assert who(client) == "cleo"
    client.logout()
    enter(client, "another")  # the same address, but that is somebody's already
    assert who(client) == "another"
    assert User.objects.get(username="another").email == ""
    assert LoginLink.objects.get(name="cm").user == cast.cleo


def test_an_agents_name_and_address_never_reach_the_provider(
    client: Client, set_up: SetUp, provider_server: ProviderServer, cast: Cast
) -> None:
    set_up("login")
    provider_server.answer("Authenticate", OK)
    cast.ann.set_password("own words 17")
    cast.ann.save()
    for name in ("ann", "ANN@desk.example"):
        assert enter(client, name, "stolen").status_code == 422
    assert enter(client, "ann", "own words 17")["Location"] == "/agent/"
    assert provider_server.calls() == []


def test_the_provider_cannot_make_anybody_an_agent(
    client: Client, set_up: SetUp, provider_server: ProviderServer, cast: Cast
) -> None:
    set_up("login")
    provider_server.answer("Authenticate", OK, "EmailAddress=ann@desk.example")
    enter(client, "sneaky")
    assert who(client) == "sneaky"
    assert User.objects.get(username="sneaky").email == ""
    assert User.objects.get(email_key="ann@desk.example") == cast.ann


def test_no_shows_the_message_and_ends_it(
    client: Client, set_up: SetUp, provider_server: ProviderServer, cast: Cast
) -> None:
    set_up("login")
    cast.cleo.set_password("welcome")
    cast.cleo.save()
    provider_server.behave("Authenticate", "refuse", message="Your account is <closed>.")
    answer = enter(client, "cleo")
    assert answer.status_code == 422
    assert "Your account is &lt;closed&gt;." in answer.content.decode()
    assert who(client) == ""


@pytest.mark.parametrize("how", ["hang", "fault", "garbage", "denied", "drop"])
@pytest.mark.parametrize("policy", ["allow", "refuse"])
def test_when_it_fails_the_policy_says_whether_the_desks_password_counts(
    client: Client, set_up: SetUp, provider_server: ProviderServer, cast: Cast, how: str, policy: str
) -> None:
    message, limit = "Signing in is being mended.", time_limit(how)
    set_up("login", on_failure=policy, failure_message=message, timeout_seconds=limit)
    cast.cleo.set_password("welcome")
    cast.cleo.save()
    provider_server.behave("Authenticate", how)
    answer = enter(client, "cleo")
    if policy == "allow":
        assert (answer.status_code, who(client)) == (302, "cleo")
    else:
        assert (answer.status_code, who(client)) == (422, "")
        assert "Signing in is being mended." in answer.content.decode()


def test_guessing_is_stopped_before_the_provider_is_asked(
    client: Client, set_up: SetUp, provider_server: ProviderServer, cast: Cast
) -> None:
    set_up("login")
    provider_server.behave("Authenticate", "refuse")
    answers = [enter(client, "cleo", f"guess {n}").status_code for n in range(12)]
    assert answers[-1] == 429
    assert len(provider_server.calls("Authenticate")) <= 8


def test_a_disabled_customer_stays_out(
    client: Client, set_up: SetUp, provider_server: ProviderServer, cast: Cast
) -> None:
    set_up("login")
    provider_server.answer("Authenticate", OK)
    LoginLink.objects.create(name="cleo", user=cast.cleo)
    User.objects.filter(pk=cast.cleo.pk).update(is_active=False)
    assert enter(client, "cleo").status_code == 422
    assert who(client) == ""


def test_without_a_login_provider_nobody_is_asked(
    client: Client, set_up: SetUp, provider_server: ProviderServer, cast: Cast
) -> None:
    set_up("login", is_enabled=False)
    cast.cleo.set_password("welcome")
    cast.cleo.save()
    enter(client, "cleo")
    assert (who(client), provider_server.calls()) == ("cleo", [])
