"""What stands around a call: transactions, the breaker, the description, what the log keeps."""

from datetime import timedelta

import pytest
from django.utils.timezone import now
from pytest_django import Settings

from common.unit import run
from providers import selectors, services
from providers.models import Call, Description, Health
from providers.services import breaker
from providers.services.pruning import prune
from tests.providers.conftest import SetUp
from tests.servers.provider import ProviderServer

pytestmark = [pytest.mark.django_db, pytest.mark.matrix]


def ask() -> services.TicketAnswer:
    return services.start_ticket(ticket_number="1", department_name="Support", subject="x")


def test_never_inside_a_transaction(set_up: SetUp) -> None:
    set_up("tickets")
    with pytest.raises(RuntimeError):
        run(ask)


def test_after_failures_in_a_row_it_rests(set_up: SetUp, provider_server: ProviderServer) -> None:
    set_up("tickets", rest_after=2, rest_seconds=600, on_failure="refuse", failure_message="Call us.")
    provider_server.behave("StartTicket", "drop")
    assert [ask().reason for _time in range(4)] == ["unreachable", "unreachable", "open", "open"]
    assert len(provider_server.calls("StartTicket")) == 2
    assert ask().message == "Call us."
    assert set(Call.objects.filter(reason="open").values_list("ms", flat=True)) <= set(range(200))


def test_when_the_rest_is_over_one_call_tries(set_up: SetUp, provider_server: ProviderServer) -> None:
    set_up("tickets", rest_after=1, rest_seconds=600)
    provider_server.behave("StartTicket", "drop")
    ask()
    Health.objects.update(open_until=now() - timedelta(seconds=1))
    assert [ask().reason, ask().reason] == ["unreachable", "open"]

    Health.objects.update(open_until=now() - timedelta(seconds=1))
    provider_server.behave("StartTicket", "answer", outputs=["TicketCreation=TRUE"])
    assert [ask().reason, ask().reason] == ["", ""]
    assert selectors.health("tickets").failures == 0


def test_only_one_of_two_gets_through(set_up: SetUp, provider_server: ProviderServer) -> None:
    """Both have seen that the rest is over: the row decides."""
    provider = set_up("tickets", rest_after=1)
    seen = Health.objects.create(kind="tickets", failures=1, open_until=now() - timedelta(seconds=1))
    later = now() + timedelta(seconds=60)
    assert breaker._claim(seen, later)
    assert not breaker._claim(seen, later)
    assert not breaker.may_call(provider)


@pytest.mark.parametrize("how", ["denied", "fault", "refuse"])
def test_quick_answers_do_not_make_it_rest(set_up: SetUp, provider_server: ProviderServer, how: str) -> None:
    set_up("tickets", rest_after=1)
    provider_server.behave("StartTicket", how)
    ask()
    assert ask().reason != "open"


def test_success_forgets_the_failures_before(set_up: SetUp, provider_server: ProviderServer) -> None:
    set_up("tickets", rest_after=2)
    for how in ("drop", "refuse", "drop", "refuse"):
        provider_server.behave("StartTicket", how)
        assert ask().reason != "open"


def test_the_description_is_read_once(set_up: SetUp, provider_server: ProviderServer) -> None:
    set_up("tickets")
    ask()
    provider_server.behave("wsdl", "garbage")
    assert ask().reason == ""
    assert Description.objects.get().summary["StartTicket"] == ["1.1", "1.2"]


def test_an_old_description_is_read_again(set_up: SetUp, provider_server: ProviderServer) -> None:
    set_up("tickets")
    ask()
    Description.objects.update(expires_at=now() - timedelta(seconds=1))
    provider_server.set(namespace="urn:moved#")
    assert ask().reason == ""
    assert "urn:moved#" in str(Description.objects.get().documents)


def test_an_old_description_serves_on_when_it_cannot_be_read(
    set_up: SetUp, provider_server: ProviderServer
) -> None:
    set_up("tickets")
    ask()
    Description.objects.update(expires_at=now() - timedelta(seconds=1))
    provider_server.behave("wsdl", "status", status=500)
    assert ask().reason == ""


def test_a_service_that_changed_is_read_again_after_the_fault(
    set_up: SetUp, provider_server: ProviderServer
) -> None:
    set_up("tickets")
    ask()
    Description.objects.update(read_at=now() - timedelta(minutes=5))
    provider_server.set(namespace="urn:moved#")
    assert [ask().reason, ask().reason] == ["fault", ""]


@pytest.mark.parametrize(
    ("how", "reason"),
    [
        ("garbage", "garbage"),
        ("big", "too_big"),
        ("bomb", "garbage"),
        ("hang", "timeout"),
        ("drop", "unreachable"),
    ],
)
def test_a_description_that_is_none(
    set_up: SetUp, provider_server: ProviderServer, how: str, reason: str
) -> None:
    set_up("tickets", timeout_seconds=0.4 if how == "hang" else 3)
    provider_server.behave("wsdl", how, seconds=2)
    assert ask().reason == reason
    assert not provider_server.calls()


def test_a_private_address_is_not_called(
    set_up: SetUp, provider_server: ProviderServer, settings: Settings
) -> None:
    settings.OUTGOING_PRIVATE = False
    set_up("tickets")
    assert ask().reason == "unreachable"
    assert "private" in Call.objects.get().detail


def test_a_password_that_comes_back_is_not_logged(set_up: SetUp, provider_server: ProviderServer) -> None:
    """A service that repeats in its words what it was sent."""
    set_up("tickets")
    echo = f"authPW {provider_server.password} is fine"
    provider_server.answer("StartTicket", f"echo={echo}", "loginPassword=abc", message=echo)
    ask()
    provider_server.behave("StartTicket", "fault", message=echo)
    ask()
    rows = str(list(Call.objects.values()))
    assert "is fine" in rows
    assert provider_server.password not in rows
    assert "abc" not in rows


def test_old_calls_are_forgotten(set_up: SetUp) -> None:
    old, fresh = (Call.objects.create(kind="tickets", method="StartTicket") for _time in range(2))
    Call.objects.filter(pk=old.pk).update(at=now() - timedelta(days=31))
    assert prune() == 1
    assert list(Call.objects.all()) == [fresh]


def test_what_was_done_with_the_answer_is_noted(set_up: SetUp) -> None:
    set_up("tickets")
    services.note_call(ask().call_id, "moved to Billing, Renewals")
    assert Call.objects.get().then == "moved to Billing, Renewals"


def test_a_service_that_is_gone_is_quickly_noticed(set_up: SetUp, dead_port: int) -> None:
    set_up("tickets", url=f"http://127.0.0.1:{dead_port}/x")
    assert ask().failed
