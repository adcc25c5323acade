"""A rule tried on what happened: the same items as live, step by step, and not one write."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.signing import BadSignature
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.clock import database_now
from common.models import OutboxRow
from events import dryrun
from events.drafts import RuleDraft
from events.dryrun import trial
from events.errors import InvalidRuleError
from events.jobs import dispatch
from events.models import Rule, RuleMark, RuleRun
from events.registry import ActionRun, ActionType, Param, register_action, register_sight
from events.services import create_rule
from tests.events.rules import ADMIN, EVENT, action, draft, fact, rule

pytestmark = pytest.mark.django_db
PRINTER = {"all": [{"key": "subject", "op": "contains", "value": "printer"}]}
HIGH = {"all": [{"key": "priority", "op": "one_of", "value": ["High", "Urgent"]}]}


def history(count: int = 40) -> list[OutboxRow]:
    """Facts of ten items, a minute apart, of all kinds."""
    start = database_now() - timedelta(days=2)
    rows = []
    for number in range(count):
        row = fact(
            number % 10,
            subject="printer" if number % 3 else "scanner",
            priority=("Low", "High", "Urgent")[number % 4 % 3],
        )
        row.created_at = start + timedelta(minutes=number)
        rows.append(row)
    OutboxRow.objects.bulk_update(rows, ["created_at"])
    return rows


def items(state: dryrun.State) -> set[tuple[str, int]]:
    return {(kind, item) for kind, found in state.tally.items.items() for item in found}


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"conditions": PRINTER},
        {"conditions": {"any": [HIGH, {"all": [PRINTER, {"key": "groupId", "op": "is", "value": 3}]}]}},
        {"once_per_item": True},
        {"every_minutes": 7, "conditions": PRINTER},
        {"actions": [action(action_id="a", once=True), action(action_id="b", every_minutes=5)]},
        {"every_minutes": 3, "actions": [action(once=True)]},
    ],
)
def test_it_says_what_the_dispatcher_then_does(ran: list[ActionRun], fields: dict[str, Any]) -> None:
    wanted = draft(**fields)
    history()
    said = dryrun.run(wanted)
    made = create_rule(wanted, actor=ADMIN)
    while dispatch():
        pass
    assert items(said) == {(one.fact.item_kind, one.fact.item_id) for one in ran}
    assert sum(said.tally.actions.values()) == len(ran)
    live = list(RuleRun.objects.filter(rule=made, action="").values_list("outcome", flat=True))
    assert said.tally.outcomes == {outcome: live.count(outcome) for outcome in set(live)}
    assert said.seen == said.total == 40


@pytest.mark.parametrize("fields", [{"once_per_item": True}, {"every_minutes": 7}, {"conditions": PRINTER}])
def test_steps_come_to_the_same_as_one_run(
    ran: list[ActionRun], monkeypatch: pytest.MonkeyPatch, fields: dict[str, Any]
) -> None:
    history()
    whole = dryrun.run(draft(**fields))
    monkeypatch.setattr(trial, "CHUNK", 7)
    state, percents = dryrun.begin(draft(**fields)), []
    while not state.is_done:
        state = dryrun.unpack(dryrun.pack(dryrun.step(state, budget_ms=0)))
        percents.append(state.percent)
    assert state.tally.outcomes == whole.tally.outcomes
    assert (items(state), state.tally.actions) == (items(whole), whole.tally.actions)
    assert percents == sorted(percents)
    assert percents[-1] == 100
    assert len(percents) == 6


def test_it_writes_nothing(ran: list[ActionRun]) -> None:
    made = rule(conditions=PRINTER, once_per_item=True)
    history()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        dryrun.run(draft(once_per_item=True), saved=made)
    assert queries.captured_queries
    assert all(query["sql"].lstrip("(").upper().startswith("SELECT") for query in queries.captured_queries)
    assert not ran
    assert not RuleRun.objects.exists()
    assert not RuleMark.objects.exists()
    assert Rule.objects.get().version == 1
    assert OutboxRow.objects.filter(state=OutboxRow.State.PENDING).count() == 40


def test_the_draft_is_compared_with_the_saved_rule(ran: list[ActionRun]) -> None:
    saved = rule(conditions=PRINTER)
    fact(1, subject="printer", priority="Low")
    fact(2, subject="printer", priority="High")
    fact(3, subject="scanner", priority="High")
    state = dryrun.run(draft(conditions=HIGH), saved=saved)
    assert state.gained == [("ticket", 3)]
    assert state.lost == [("ticket", 1)]
    assert state.saved_tally is not None
    assert state.saved_tally.outcomes == {"matched": 2}
    other = dryrun.run(draft(event_id=502001), saved=saved)
    assert (other.saved_tally, other.gained, other.lost) == (None, [], [])


def test_it_shows_what_would_have_been_written(ran: list[ActionRun]) -> None:
    params = (Param("subject", "text", "Subject"), Param("body", "longtext", "Text"))
    register_action(
        ActionType("mail", "Mail", "dot", params, ran.append, says=lambda given: f"send “{given['subject']}”")
    )
    fact(4, subject="Fire <b>now</b>")
    state = dryrun.run(draft(actions=[action("mail", subject="Re: #SUBJECT#", body="Dear #customerName#")]))
    sample = state.samples[0]
    assert (sample.item_kind, sample.item_id, sample.action) == ("ticket", 4, "a1")
    assert sample.says == "send “Re: Fire <b>now</b>”"
    assert sample.texts == {"Subject": "Re: Fire <b>now</b>", "Text": "Dear Cleo"}
    assert state.sampled[0][:2] == ["ticket", 4]


def test_old_facts_and_other_events_are_left_out(ran: list[ActionRun]) -> None:
    old = fact(1)
    OutboxRow.objects.filter(pk=old.pk).update(created_at=database_now() - timedelta(days=31))
    fact(2)
    fact(3, event_id=502001)
    state = dryrun.run(draft())
    assert items(state) == {("ticket", 2)}
    assert state.total == 1


def test_without_facts_it_is_done_at_once(ran: list[ActionRun]) -> None:
    state = dryrun.begin(draft())
    assert state.is_done
    assert (state.percent, dryrun.step(state).seen) == (100, 0)


def test_a_wrong_draft_is_refused(ran: list[ActionRun]) -> None:
    with pytest.raises(InvalidRuleError):
        dryrun.begin(RuleDraft(name="", event_id=EVENT))


def test_only_a_state_of_this_desk_is_taken(ran: list[ActionRun]) -> None:
    packed = dryrun.pack(dryrun.begin(draft()))
    with pytest.raises(BadSignature):
        dryrun.unpack(packed[:-3] + "xyz")


def test_a_rule_of_an_agent_is_tried_on_what_the_agent_may_see(
    ran: list[ActionRun], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("events.registry.values._sights", {})
    register_sight("ticket", lambda user_id: lambda args: args["groupId"] == user_id)
    fact(1, groupId=3)
    fact(2, groupId=4)
    assert items(dryrun.run(draft(level="agent", owner_id=4))) == {("ticket", 2)}


@pytest.fixture
def effective(ran: list[ActionRun]) -> None:
    """`priority` fires Ticket Priority Changed, `status` fires Ticket Status Changed."""
    register_action(
        ActionType(
            *("priority", "Priority", "dot", (Param("to", "text", "To"),), ran.append),
            effects=lambda args, params: [(502003, {"newPriority": params["to"], "priority": params["to"]})],
        )
    )
    register_action(
        ActionType(*("status", "Status", "dot", (), ran.append), effects=lambda args, params: [(502002, {})])
    )


def test_loops_are_found_and_named(effective: None) -> None:
    rule(name="Back", event_id=502003, actions=[action("status")])
    rule(name="Elsewhere", event_id=502002, conditions=PRINTER, actions=[action()])
    fact(1, event_id=502002, subject="scanner")
    looping = draft(name="Forth", event_id=502002, actions=[action("priority", to="High")])
    state = dryrun.run(looping)
    assert state.loops == ["Forth → Back → Forth"]
    assert state.sets_off == ["Back"]


def test_a_rule_that_sets_itself_off(effective: None) -> None:
    fact(1, event_id=502003)
    state = dryrun.run(draft(name="Self", event_id=502003, actions=[action("priority", to="Urgent")]))
    assert state.loops == ["Self → Self"]


def test_a_condition_can_break_a_loop(effective: None) -> None:
    """The effect's own values count: what is set to High does not meet a rule for Urgent."""
    fact(1, event_id=502003, priority="Urgent")
    urgent = {"all": [{"key": "priority", "op": "is", "value": "Urgent"}]}
    calm = draft(event_id=502003, conditions=urgent, actions=[action("priority", to="High")])
    assert dryrun.run(calm).loops == []
    assert dryrun.run(calm).tally.item_count == 1


def test_the_saved_version_is_not_met_beside_its_draft(effective: None) -> None:
    saved = rule(name="Old", event_id=502003, actions=[action("priority", to="Urgent")])
    fact(1, event_id=502003)
    state = dryrun.run(draft(name="New", event_id=502003, actions=[action()]), saved=saved)
    assert state.loops == []
