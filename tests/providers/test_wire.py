"""Every method over real HTTP, against services of different namespaces that speak SOAP 1.1 or 1.2."""

import logging

import pytest

from providers.models import Call
from tests.providers.asking import DECIDING, METHODS, Method
from tests.providers.conftest import SetUp
from tests.servers.provider import ProviderServer

PLACES = [
    ("http://tempuri.org/", ["1.1"]),
    ("urn:company:desk#", ["1.2"]),
    ("http://a.example/x", ["1.1", "1.2"]),
]
# how it misbehaves -> what the log says
FAILURES = {
    "denied": "denied",
    "fault": "fault",
    "missing": "fault",
    "hang": "timeout",
    "dribble": "timeout",
    "garbage": "garbage",
    "big": "too_big",
    "bomb": "garbage",
    "drop": "unreachable",
}
by_method = pytest.mark.parametrize("method", METHODS, ids=lambda method: method.name)
pytestmark = pytest.mark.django_db


def logged(method: Method) -> Call:
    row = Call.objects.get()
    assert (row.kind, row.method) == (method.kind, method.name)
    return row


def holds_secret(caplog: pytest.LogCaptureFixture, server: ProviderServer) -> bool:
    """Is the web service's password or the person's anywhere in the log, its rows or its lines?"""
    text = "".join(str(list(row.values())) for row in Call.objects.values()) + caplog.text
    return server.password in text or "her-own-secret" in text


@by_method
@pytest.mark.parametrize(("namespace", "versions"), PLACES)
def test_it_is_accepted(
    set_up: SetUp, provider_server: ProviderServer, method: Method, namespace: str, versions: list[str]
) -> None:
    place = f"{versions[0]}-{len(versions)}/Provider.asmx"
    provider_server.set(namespace=namespace, versions=versions)
    provider_server.answer(method.name, *method.yes)
    set_up(method.kind, url=provider_server.at(place))

    assert method.went_on(method.ask())

    [call] = provider_server.calls()
    assert (call["method"], call["version"]) == (method.name, versions[0])
    assert set(call["inputs"]) == method.wants
    assert call["inputs"]["authpw"] == provider_server.password
    row = logged(method)
    assert (row.reason, row.soap_version, row.http_status) == ("", versions[0], 200)


@pytest.mark.parametrize("method", DECIDING, ids=lambda method: method.name)
@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_it_is_refused_with_a_message(
    set_up: SetUp, provider_server: ProviderServer, method: Method, version: str
) -> None:
    provider_server.behave(method.name, "refuse", message="Your plan has no phone support.")
    set_up(method.kind, soap_version=version)
    answer = method.ask()
    assert not method.went_on(answer)
    assert answer.message == "Your plan has no phone support."
    assert logged(method).soap_version == version


@by_method
@pytest.mark.parametrize("how", FAILURES)
def test_it_fails(
    set_up: SetUp,
    provider_server: ProviderServer,
    caplog: pytest.LogCaptureFixture,
    method: Method,
    how: str,
) -> None:
    """The log says what happened, and no secret is in it. Nobody waits longer than was set."""
    caplog.set_level(logging.DEBUG)
    provider_server.behave(method.name, how, seconds=2)
    is_slow = how in {"hang", "dribble"}
    set_up(method.kind, timeout_seconds=0.3 if is_slow else 3)

    answer = method.ask()

    row = logged(method)
    assert row.reason == answer.reason == FAILURES[how]
    assert row.detail
    assert not holds_secret(caplog, provider_server)
    assert f"{method.kind} {method.name}: {row.reason}" in caplog.text
    assert row.ms < (1200 if is_slow else 3000)
    assert len(provider_server.calls(method.name)) == (0 if how == "missing" else 1)


@by_method
@pytest.mark.parametrize("policy", ["allow", "refuse"])
def test_the_policy_decides_when_it_fails(
    set_up: SetUp, provider_server: ProviderServer, method: Method, policy: str
) -> None:
    provider_server.behave(method.name, "fault")
    set_up(method.kind, on_failure=policy, failure_message="Please call us.")
    answer = method.ask()
    if method in DECIDING and method.kind != "login":
        assert method.went_on(answer) is (policy == "allow")
        assert answer.message == ("" if policy == "allow" else "Please call us.")
    elif method.kind == "userinfo":
        assert answer.html == ""
    else:  # nobody is let in and nothing counts as sent, but other ways to sign in may stay open
        assert not answer.ok
        assert answer.refuses is (policy == "refuse")


@by_method
def test_nobody_listens(
    set_up: SetUp, method: Method, provider_server: ProviderServer, dead_port: int
) -> None:
    set_up(method.kind, url=f"http://127.0.0.1:{dead_port}/Provider.asmx")
    assert method.ask().reason == "unreachable"
    assert logged(method).reason == "unreachable"


@by_method
def test_it_is_not_asked_when_switched_off(
    set_up: SetUp, provider_server: ProviderServer, method: Method
) -> None:
    set_up(method.kind, is_enabled=False)
    assert method.ask().reason == "off"
    assert not provider_server.calls()
    assert not Call.objects.exists()


@by_method
def test_a_wrong_password_is_denied(set_up: SetUp, provider_server: ProviderServer, method: Method) -> None:
    set_up(method.kind, password="not-the-right-one")
    assert method.ask().reason == "denied"
    row = logged(method)
    assert row.detail == "Permission Denied"
    assert "not-the-right-one" not in str(row.inputs)
