"""StartTicket, once a number: after retries, double clicks and crashes. The service counts the calls."""

import threading
import time
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection

from common.clock import database_now
from customfields.models import Field
from customfields.selectors import values_of
from providers.models import Call, Health
from tests.providers.conftest import SetUp, time_limit
from tests.servers.provider import ProviderServer
from tests.tickets.conftest import Cast
from tickets import services
from tickets.errors import ProviderAwayError, TicketRefusedError
from tickets.models import Reservation, Ticket, TicketValue
from tickets.services import opening, starting

Open = Callable[..., Ticket]
pytestmark = pytest.mark.matrix


def test_it_is_asked_before_the_ticket_is_there(
    set_up: SetUp, provider_server: ProviderServer, cast: Cast, open_ticket: Open
) -> None:
    set_up("tickets")
    ticket = open_ticket(subject="Mail bounces = often", is_vouched=True)
    (inputs,) = provider_server.inputs("StartTicket")
    assert inputs["ticketnumber"] == ticket.number
    assert (inputs["departmentname"], inputs["subject"]) == ("Support", "Mail bounces = often")
    assert inputs["authpw"] == provider_server.password


def test_it_hears_the_custom_fields_and_overwrites_them(
    set_up: SetUp, provider_server: ProviderServer, open_ticket: Open
) -> None:
    set_up("tickets")
    since, plan = Field.objects.create(name="Since when", kind="date"), Field.objects.create(name="Plan")
    provider_server.answer("StartTicket", "TicketCreation=TRUE", "cf_Plan=Gold")
    ticket = open_ticket(fields={since.pk: date(2026, 3, 31), plan.pk: "Basic"})
    (inputs,) = provider_server.inputs("StartTicket")
    assert (inputs["cf_since when"], inputs["cf_plan"]) == ("2026-03-31", "Basic")
    values = {key: stored.value for key, stored in values_of(TicketValue, ticket).items()}
    assert values == {since.pk: date(2026, 3, 31), plan.pk: "Gold"}


def test_without_a_provider_nobody_is_asked(provider_server: ProviderServer, open_ticket: Open) -> None:
    open_ticket()
    assert provider_server.calls() == []


def test_a_retry_finds_the_answer(set_up: SetUp, provider_server: ProviderServer, open_ticket: Open) -> None:
    set_up("tickets")
    first, second = open_ticket(key="form:once"), open_ticket(key="form:once")
    assert first.pk == second.pk
    assert len(provider_server.calls("StartTicket")) == 1


def test_a_crash_after_the_answer_does_not_ask_again(
    set_up: SetUp, provider_server: ProviderServer, open_ticket: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up("tickets")
    provider_server.answer("StartTicket", "TicketCreation=TRUE", "groupName=Servers")

    def dies(*args: object, **more: object) -> Ticket:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(opening, "complete", dies)
        with pytest.raises(KeyboardInterrupt):
            open_ticket(key="form:crash")
    assert not Ticket.objects.exists()
    ticket = open_ticket(key="form:crash")
    assert ticket.group.name == "Servers"
    assert [call["inputs"]["ticketnumber"] for call in provider_server.calls("StartTicket")] == [
        ticket.number
    ]


@pytest.mark.parametrize(("policy", "opens"), [("allow", True), ("refuse", False)])
def test_a_crash_before_the_answer_is_kept_asks_nobody_again(
    set_up: SetUp,
    provider_server: ProviderServer,
    open_ticket: Open,
    monkeypatch: pytest.MonkeyPatch,
    policy: str,
    opens: bool,
) -> None:
    set_up("tickets", on_failure=policy, failure_message="Call us.")

    def dies(*args: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(starting, "_keep", dies)
        with pytest.raises(KeyboardInterrupt):
            open_ticket(key="form:lost")
    late = database_now() - timedelta(seconds=1)
    Reservation.objects.filter(key="form:lost").update(ask_until=late)  # the time passes
    if opens:
        assert open_ticket(key="form:lost").pk
    else:
        with pytest.raises(TicketRefusedError, match="Call us"):
            open_ticket(key="form:lost")
    assert len(provider_server.calls("StartTicket")) == 1
    kept = Reservation.objects.get(key="form:lost")
    assert kept.answer is not None
    assert kept.answer["reason"] == "lost"


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_ask_once(
    set_up: SetUp, provider_server: ProviderServer, cast: Cast, open_ticket: Open
) -> None:
    set_up("tickets", timeout_seconds=10)
    provider_server.behave("StartTicket", "answer", outputs=["TicketCreation=TRUE"], delay=1)
    made: list[int] = []

    def click() -> None:
        try:
            made.append(open_ticket(key="form:double").pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(made) == 3
    assert len(set(made)) == 1
    assert len(provider_server.calls("StartTicket")) == 1
    assert Ticket.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_second_click_waits_for_the_answer(
    set_up: SetUp, provider_server: ProviderServer, cast: Cast, open_ticket: Open
) -> None:
    set_up("tickets")
    services.reserve("form:waits")
    Reservation.objects.filter(key="form:waits").update(ask_until=database_now() + timedelta(seconds=20))

    def answer() -> None:
        time.sleep(0.6)
        Reservation.objects.filter(key="form:waits").update(answer={"allowed": True, "group_name": "Servers"})
        connection.close()

    other = threading.Thread(target=answer)
    other.start()
    ticket = open_ticket(key="form:waits")
    other.join(10)
    assert ticket.group == cast.servers
    assert provider_server.calls("StartTicket") == []


def test_a_refusal_makes_nothing_and_is_remembered(
    set_up: SetUp, provider_server: ProviderServer, open_ticket: Open
) -> None:
    set_up("tickets")
    provider_server.behave("StartTicket", "refuse", message="There are no more tickets in your account.")
    for _click in range(2):
        with pytest.raises(TicketRefusedError, match="no more tickets"):
            open_ticket(key="form:refused")
    assert not Ticket.objects.exists()
    assert len(provider_server.calls("StartTicket")) == 1


@pytest.mark.parametrize("how", ["denied", "fault", "garbage", "big", "bomb", "hang", "drop"])
@pytest.mark.parametrize("policy", ["allow", "refuse"])
def test_the_policy_decides_when_it_fails(
    set_up: SetUp, provider_server: ProviderServer, open_ticket: Open, how: str, policy: str
) -> None:
    if connection.vendor != "sqlite" and how not in {"fault", "hang"}:
        pytest.skip("the same on every database")
    set_up("tickets", on_failure=policy, failure_message="Please call us.", timeout_seconds=time_limit(how))
    provider_server.behave("StartTicket", how)
    for _try in range(2):
        if policy == "allow":
            open_ticket(key=f"form:{how}")
        else:
            with pytest.raises(TicketRefusedError, match="Please call us"):
                open_ticket(key=f"form:{how}")
    assert len(provider_server.calls("StartTicket")) == 1
    assert Ticket.objects.count() == (1 if policy == "allow" else 0)
    assert Call.objects.get(method="StartTicket").reason not in {"", "refused"}


def test_a_resting_provider_was_not_asked_so_the_number_may_be_asked_for_later(
    set_up: SetUp, provider_server: ProviderServer, open_ticket: Open
) -> None:
    set_up("tickets", on_failure="refuse", timeout_seconds=2, rest_after=1, rest_seconds=30)
    provider_server.behave("StartTicket", "hang", seconds=4)
    with pytest.raises(TicketRefusedError):
        open_ticket(key="form:first")
    with pytest.raises(ProviderAwayError):
        open_ticket(key="form:second")
    provider_server.reset()
    Health.objects.update(open_until=database_now() - timedelta(seconds=1))  # it has rested
    number = Reservation.objects.get(key="form:second").number
    assert open_ticket(key="form:second").number == number
    assert [call["inputs"]["ticketnumber"] for call in provider_server.calls("StartTicket")] == [number]


@pytest.mark.parametrize("why", ["refused", "no description", "no method"])
@pytest.mark.parametrize("policy", ["allow", "refuse"])
def test_who_was_surely_not_asked_may_be_asked_later(
    set_up: SetUp, provider_server: ProviderServer, open_ticket: Open, dead_port: int, why: str, policy: str
) -> None:
    row = set_up("tickets", on_failure=policy, timeout_seconds=20)
    if why == "refused":
        row.url = f"http://127.0.0.1:{dead_port}/Provider.asmx"
        row.save()
    elif why == "no description":
        provider_server.behave("wsdl", "garbage")
        row.url = provider_server.at("Fresh.asmx")
        row.save()
    else:
        provider_server.behave("StartTicket", "missing")
        row.url = provider_server.at("Missing.asmx")
        row.save()
    if policy == "allow":
        assert open_ticket(key="form:away").pk
        assert provider_server.calls("StartTicket") == []
        return
    with pytest.raises(ProviderAwayError):
        open_ticket(key="form:away")
    provider_server.reset()
    set_up("tickets", url=provider_server.at(f"Mended{why[:2]}.asmx"))
    number = Reservation.objects.get(key="form:away").number
    assert open_ticket(key="form:away").number == number
    assert [call["inputs"]["ticketnumber"] for call in provider_server.calls("StartTicket")] == [number]
