"""Facts meet rules: a delivery an action, in order, within limits, never in circles, always once."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from accounts.models import User
from common.actor import SYSTEM
from common.audit import record
from common.clock import database_now
from common.models import AuditEntry, OutboxRow
from common.unit import run
from events import trail
from events.errors import ActionError
from events.jobs import dispatch, outside
from events.models import Delivery, RuleMark, RuleRun
from events.registry import ActionRun, ActionType, register_action, register_sight
from events.services import (
    change_rule,
    claim_deliveries,
    delete_rule,
    enable_rule,
    fan_out,
    next_delivery,
    perform,
    revive,
)
from events.services.dispatching import ATTEMPTS
from tests.events.rules import ADMIN, EVENT, action, draft, fact, rule

pytestmark = pytest.mark.django_db
PRINTER = {"all": [{"key": "subject", "op": "contains", "value": "printer"}]}


def outcomes(**where: Any) -> list[str]:
    return list(RuleRun.objects.filter(**where).order_by("id").values_list("outcome", flat=True))


def test_a_rule_acts_on_what_matches(ran: list[ActionRun]) -> None:
    made = rule(name="Fires", conditions=PRINTER)
    rule(name="Other event", event_id=502001)
    rule(name="Off", is_enabled=False)
    hit = fact()
    fact(6, subject="All is well")
    assert dispatch() == 1
    assert [(one.fact.pk, one.rule.pk) for one in ran] == [(hit.pk, made.pk)]
    assert (ran[0].actor.kind, ran[0].actor.id, ran[0].actor.label) == ("rule", made.pk, "Fires")
    assert outcomes() == ["matched", "done"]
    assert dispatch() == 0


def test_a_changed_rule_counts_from_the_next_fact_on(ran: list[ActionRun]) -> None:
    made = rule()
    fact()
    dispatch()
    changed = change_rule(made.pk, draft(conditions=PRINTER), version=1, actor=ADMIN)
    fact(6, subject="All is well")
    dispatch()
    assert len(ran) == 1
    enable_rule(changed.pk, is_enabled=False, actor=ADMIN)
    fact(7)
    dispatch()
    assert len(ran) == 1


def test_rules_are_read_again_only_when_they_change(
    ran: list[ActionRun], django_assert_max_num_queries: Any
) -> None:
    rule()
    fact()
    dispatch()
    for item in range(30):
        fact(item)
    with django_assert_max_num_queries(12):
        fan_out()


def test_actions_of_a_rule_run_in_their_order(ran: list[ActionRun]) -> None:
    rule(actions=[action(action_id="b"), action(action_id="a"), action(action_id="c")])
    for _ in range(3):
        fact()
    dispatch()
    done = [Delivery.objects.get(pk=one.delivery_id).handler.rsplit(":", 1)[1] for one in ran]
    assert done == ["b", "a", "c"] * 3
    assert [one.fact.pk for one in ran] == sorted(one.fact.pk for one in ran)


def test_what_is_claimed_together_does_not_depend_on_each_other(ran: list[ActionRun]) -> None:
    rule(actions=[action(action_id="a"), action(action_id="b")])
    for item in (1, 2, 3, 1, 2, 3):
        fact(item)
    fan_out()
    claimed = claim_deliveries(20)
    assert [(one.item_id, one.handler[-1]) for one in claimed] == [(1, "a"), (2, "a"), (3, "a")]
    assert claim_deliveries(20) == []


def test_a_failed_action_holds_back_what_comes_after_it_until_it_is_given_up(ran: list[ActionRun]) -> None:
    made = rule(actions=[action("broken", "a"), action("note", "b")])
    fact()
    dispatch()
    assert Delivery.objects.filter(state=Delivery.State.WAITING).count() == 2
    for _ in range(ATTEMPTS):
        Delivery.objects.update(next_at=database_now() - timedelta(seconds=1))
        dispatch()
    dead = Delivery.objects.get(state=Delivery.State.DEAD)
    assert dead.handler == f"rule:{made.pk}:a"
    assert "not today" in dead.last_error
    assert outcomes(action="a") == ["failed"]
    assert RuleRun.objects.get(action="a").text == "ValueError: not today"
    assert outcomes(action="b") == ["done"]
    assert revive(dead.pk)


def test_a_failure_that_is_final_is_not_tried_again(ran: list[ActionRun]) -> None:
    def refuse(run: ActionRun) -> None:
        ran.append(run)
        raise ActionError("There is no such group.", permanent=True)

    register_action(ActionType("final", "Final", "dot", (), refuse))
    rule(actions=[action("final")])
    fact()
    dispatch()
    dead = Delivery.objects.get()
    assert (dead.state, dead.attempts, dead.last_error) == (Delivery.State.DEAD, 1, "There is no such group.")
    assert outcomes(action="a1") == ["failed"]
    register_action(ActionType("final", "Final", "dot", (), ran.append))
    revive(dead.pk)
    dispatch()
    assert outcomes(action="a1") == ["done"]


def test_what_is_gone_meanwhile_is_dead(ran: list[ActionRun]) -> None:
    made = rule()
    fact()
    fan_out()
    change_rule(made.pk, draft(actions=[action(action_id="new")]), version=1, actor=ADMIN)
    dispatch()
    assert Delivery.objects.get().state == Delivery.State.DEAD
    assert not ran


def test_once_per_item(ran: list[ActionRun]) -> None:
    rule(once_per_item=True, actions=[action(action_id="a"), action(action_id="b")])
    fact(5)
    fact(5)
    fact(6)
    dispatch()
    fact(5)
    dispatch()
    assert sorted(one.fact.item_id for one in ran) == [5, 5, 6, 6]
    assert outcomes(action="") == ["matched", "limited", "matched", "limited"]


def test_once_per_item_of_one_action(ran: list[ActionRun]) -> None:
    rule(actions=[action(action_id="a", once=True), action(action_id="b")])
    for item in (5, 5, 6):
        fact(item)
    dispatch()
    assert outcomes(action="a") == ["done", "done"]
    assert outcomes(action="b") == ["done", "done", "done"]


def at(row: OutboxRow, minutes: float) -> OutboxRow:
    """The fact happened so many minutes after ten o'clock."""
    ten = database_now().replace(hour=10, minute=0, second=0, microsecond=0)
    row.created_at = ten + timedelta(minutes=minutes)
    row.save()
    return row


def test_maximum_frequency_counts_from_the_last_that_acted(ran: list[ActionRun]) -> None:
    rule(every_minutes=10)
    rows = [at(fact(item), minutes) for item, minutes in enumerate((0, 9.9, 10, 15, 20))]
    dispatch()
    assert [one.fact.pk for one in ran] == [rows[0].pk, rows[2].pk, rows[4].pk]
    late = at(fact(9), 29)
    dispatch()
    assert late.pk not in [one.fact.pk for one in ran]
    assert RuleMark.objects.count() == 1


def test_maximum_frequency_of_one_action(ran: list[ActionRun]) -> None:
    rule(actions=[action(action_id="a", every_minutes=10), action(action_id="b")])
    for item, minutes in enumerate((0, 5, 12)):
        at(fact(item), minutes)
    dispatch()
    assert outcomes(action="a") == ["done", "done"]
    assert outcomes(action="b") == ["done", "done", "done"]


def test_when_all_actions_are_held_back_the_rule_is(ran: list[ActionRun]) -> None:
    rule(every_minutes=1, actions=[action(once=True)])
    at(fact(5), 0)
    at(fact(5), 5)
    at(fact(6), 5.5)
    dispatch()
    assert outcomes(action="") == ["matched", "limited", "matched"]


@pytest.mark.django_db(transaction=True)
def test_limits_are_exact_when_many_dispatch_at_once(ran: list[ActionRun]) -> None:
    rule(name="once", once_per_item=True)
    rule(name="seldom", every_minutes=600)
    rule(name="plain")
    for number in range(60):
        fact(number % 5)
    errors: list[BaseException] = []

    def work() -> None:
        try:
            while fan_out(limit=4):
                pass
            dispatch()
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    dispatch()
    assert not errors
    assert sorted(one.fact.item_id for one in ran if one.rule.name == "once") == [0, 1, 2, 3, 4]
    assert len([one for one in ran if one.rule.name == "seldom"]) == 1
    plain = [one for one in ran if one.rule.name == "plain"]
    assert len(plain) == len({one.fact.pk for one in plain}) == 60
    for item in range(5):
        mine = [one.fact.pk for one in plain if one.fact.item_id == item]
        assert mine == sorted(mine)


def test_rules_that_trigger_each_other_are_stopped_and_named(ran: list[ActionRun]) -> None:
    """The action changes the ticket, which is the event of the other rule, and so on."""

    def ping(run: ActionRun) -> None:
        ran.append(run)
        fact(run.fact.item_id, trail=tuple(trail.current()))

    register_action(ActionType("ping", "Ping", "dot", (), ping))
    one = rule(name="Ping", actions=[action("ping")])
    two = rule(name="Pong", actions=[action("ping")])
    fact()
    while dispatch():
        pass
    assert sorted(run.rule.pk for run in ran) == sorted([one.pk, one.pk, two.pk, two.pk])
    stopped = set(RuleRun.objects.filter(outcome="loop").values_list("text", flat=True))
    assert "These rules trigger each other: Ping → Ping" in stopped
    assert "These rules trigger each other: Ping → Pong → Ping" in stopped
    assert "These rules trigger each other: Pong → Ping → Pong" in stopped
    assert dispatch() == 0


def test_a_rule_deleted_in_the_trail_still_stops_the_circle(ran: list[ActionRun]) -> None:
    gone, stays = rule(name="Gone"), rule(name="Stays")
    delete_rule(gone.pk, actor=ADMIN)
    fact(trail=(stays.pk, gone.pk))
    dispatch()
    assert not ran
    assert RuleRun.objects.get().text.endswith(f"Stays → #{gone.pk} → Stays")


def test_a_rule_of_an_agent_reaches_what_the_agent_may_see(
    ran: list[ActionRun], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("events.registry.values._sights", {})
    ann = User.objects.create_user("ann", email="ann@northwind.example")
    rule(level="agent", owner_id=ann.pk)
    fact(1)
    dispatch()
    assert not ran, "without a registered sight nothing is seen"
    asked: list[int] = []

    def sight(user_id: int) -> Any:
        asked.append(user_id)
        return lambda args: args["groupId"] == 3

    register_sight("ticket", sight)
    for item, group in ((2, 3), (3, 4), (4, 3)):
        fact(item, groupId=group)
    dispatch()
    assert [one.fact.item_id for one in ran] == [2, 4]
    assert asked == [ann.pk], "once a batch"


def test_a_condition_that_cannot_be_decided_is_seen(ran: list[ActionRun]) -> None:
    rule(conditions={"all": [{"key": "subject", "op": "matches", "value": r"^(b|bb)+\1c$"}]})
    fact(subject="b" * 60)
    dispatch()
    assert outcomes() == ["failed"]
    assert "too long" in RuleRun.objects.get().text


def write_history(run_: ActionRun) -> None:
    record("ticket", run_.fact.item_id, "test.acted", run_.actor, {"delivery": run_.delivery_id})


def test_what_an_action_changed_is_undone_with_it(ran: list[ActionRun]) -> None:
    def half(run_: ActionRun) -> None:
        write_history(run_)
        if run_.attempt == 1:
            raise ValueError("after the change")

    register_action(ActionType("half", "Half", "dot", (), half))
    rule(actions=[action("half")])
    fact()
    dispatch()
    assert not AuditEntry.objects.filter(action="test.acted").exists()
    Delivery.objects.update(next_at=database_now() - timedelta(seconds=1))
    dispatch()
    entry = AuditEntry.objects.get(action="test.acted")
    assert (entry.actor_kind, entry.actor_label) == ("rule", "Rule")


def test_a_second_run_of_the_same_delivery_does_nothing(ran: list[ActionRun]) -> None:
    """Its process was slow, not dead: another took the delivery over meanwhile."""
    register_action(ActionType("history", "History", "dot", (), write_history))
    rule(actions=[action("history")])
    fact()
    fan_out()
    slow = next_delivery()
    assert slow is not None
    Delivery.objects.update(claimed_until=database_now() - timedelta(seconds=1))
    assert dispatch() == 1
    perform(slow)
    assert AuditEntry.objects.filter(action="test.acted").count() == 1
    assert outcomes(action="a1") == ["done"]


def test_facts_of_an_action_carry_the_rules_that_led_to_them(ran: list[ActionRun]) -> None:
    seen: list[list[int]] = []
    register_action(ActionType("look", "Look", "dot", (), lambda run_: seen.append(trail.current())))
    register_action(
        ActionType("far", "Far", "dot", (), lambda run_: seen.append(trail.current()), outside=True)
    )
    one = rule(actions=[action("look"), action("far", "a2")])
    fact(trail=(77,))
    dispatch()
    outside.work()
    assert seen == [[77, one.pk], [77, one.pk]]
    assert trail.current() == []


def test_what_talks_to_servers_runs_apart_and_holds_up_nothing(ran: list[ActionRun]) -> None:
    rule(actions=[action("outside", "a"), action("note", "b")])
    fact()
    assert dispatch() == 1
    assert [Delivery.objects.get(pk=one.delivery_id).target for one in ran] == [""]
    assert outside.work() == 1
    assert Delivery.objects.get(pk=ran[1].delivery_id).target == "outside"
    assert outcomes(action="a") == ["done"]


def test_each_server_is_talked_to_once_at_a_time(ran: list[ActionRun]) -> None:
    register_action(ActionType("other", "Other", "dot", (), ran.append, outside=True))
    rule(actions=[action("outside", "a"), action("other", "b")])
    for item in range(2):
        fact(item)
    fan_out()
    first, second = next_delivery(outside=True), next_delivery(outside=True)
    assert first
    assert second
    assert {first.target, second.target} == {"outside", "other"}
    assert next_delivery(outside=True) is None


def test_subscribers_of_a_rules_fact_carry_its_trail_on(ran: list[ActionRun], react: Any) -> None:
    seen: list[list[int]] = []
    react("one", lambda row: seen.append(trail.current()))
    fact(trail=(3, 4))
    dispatch()
    assert seen == [[3, 4]]


def test_the_event_id_is_the_contracts() -> None:
    row = OutboxRow(event_id=EVENT, item_kind="ticket", item_id=1, args={}, **SYSTEM.columns)
    run(lambda: row.save(force_insert=True))
    assert OutboxRow.objects.get().trail == []
