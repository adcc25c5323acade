"""The rule action *Notify External Provider*: the event's number, and all its arguments."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from common.clock import database_now
from common.models import OutboxRow
from events.errors import InvalidRuleError
from events.jobs import dispatch, outside
from events.models import Delivery, RuleRun
from events.registry import actions_for
from providers.models import Call
from providers.selectors import NOTIFY as NAME
from tests.events.rules import action, rule
from tests.providers.conftest import SetUp
from tests.servers.provider import ProviderServer
from tests.tickets.conftest import Cast
from tickets import services
from tickets.models import Priority, Ticket

Open = Callable[..., Ticket]
METHOD = "NotifyEventFired"
KEYS = Path(__file__).parents[2] / "events" / "event_args.csv"


def run_all() -> None:
    dispatch()
    outside.work()


def test_it_is_told_with_all_arguments(
    set_up: SetUp, provider_server: ProviderServer, cast: Cast, open_ticket: Open
) -> None:
    set_up("events")
    rule(event_id=502003, actions=[action(NAME)])
    ticket = open_ticket(subject="Mail = bounces")
    services.set_priority(ticket, actor=cast.ann.actor, priority=Priority.URGENT)
    run_all()
    (inputs,) = provider_server.inputs(METHOD)
    fact = OutboxRow.objects.get(event_id=502003)
    assert (inputs["eventtype"], inputs["authpw"]) == ("502003", provider_server.password)
    sent = {name[5:] for name in inputs if name.startswith("args_")}
    assert sent == {key.lower() for key in fact.args}
    assert (inputs["args_subject"], inputs["args_ticketnumber"]) == ("Mail = bounces", ticket.number)
    assert inputs["args_ispinned"] == "False"
    run_all()
    assert len(provider_server.calls(METHOD)) == 1
    assert Call.objects.get().ticket_number == ticket.number
    with KEYS.open() as table:
        published = {row["key"].lower() for row in csv.DictReader(table) if row["event_id"] == "502003"}
    assert sent == published


@pytest.mark.parametrize("how", ["denied", "fault", "garbage", "drop", "off"])
def test_it_is_told_again_until_it_hears(
    set_up: SetUp, provider_server: ProviderServer, cast: Cast, open_ticket: Open, how: str
) -> None:
    set_up("events", is_enabled=how != "off")
    provider_server.behave(METHOD, how)
    made = rule(event_id=502000, actions=[action(NAME)])
    open_ticket()
    run_all()
    waiting = Delivery.objects.get(handler__startswith=f"rule:{made.pk}:")
    assert (waiting.state, waiting.attempts) == (Delivery.State.WAITING, 1)
    assert waiting.last_error
    assert provider_server.password not in waiting.last_error
    provider_server.reset()
    set_up("events")
    Delivery.objects.update(next_at=database_now())
    run_all()
    assert not Delivery.objects.filter(handler__startswith="rule:", state=Delivery.State.WAITING).exists()
    assert provider_server.calls(METHOD)
    assert RuleRun.objects.filter(rule=made, outcome=RuleRun.Outcome.DONE).count() == 1


def test_only_rules_of_the_system_have_it(cast: Cast) -> None:
    assert NAME in {one.name for one in actions_for("ticket", "system")}
    assert NAME not in {one.name for one in actions_for("ticket", "agent")}
    with pytest.raises(InvalidRuleError):
        rule(level="agent", owner_id=cast.ann.pk, actions=[action(NAME)])
