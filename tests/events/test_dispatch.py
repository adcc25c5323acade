"""The dispatcher: each reaction once, alone, in order per item, with back-off, visible when dead."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from clustering.models import Lease, Node
from common.clock import database_now
from common.models import OutboxRow
from events.jobs import dispatch, prune, sweep
from events.models import Delivery
from events.registry import subscribe
from events.selectors import dead_deliveries, delivery_counts
from events.services import fan_out, next_delivery, revive
from events.services.dispatching import ATTEMPTS, back_off
from tests.events.conftest import Happen, React

State = Delivery.State


def states(handler: str | None = None) -> list[int]:
    rows = Delivery.objects.order_by("id")
    return list((rows.filter(handler=handler) if handler else rows).values_list("state", flat=True))


def make_due() -> None:
    Delivery.objects.update(next_at=database_now() - timedelta(seconds=1))


@pytest.mark.django_db
def test_a_fact_reaches_every_reaction_once(react: React, happen: Happen) -> None:
    seen: list[tuple[str, int]] = []
    react("one", lambda fact: seen.append(("one", fact.item_id)))
    react("two", lambda fact: seen.append(("two", fact.item_id)))
    happen(5)
    assert dispatch() == 2
    assert dispatch() == 0
    assert sorted(seen) == [("one", 5), ("two", 5)]
    assert OutboxRow.objects.get().state == OutboxRow.State.DISPATCHED
    assert states() == [State.DONE, State.DONE]


@pytest.mark.django_db
def test_a_fact_without_reactions_is_done_at_once(react: React, happen: Happen) -> None:
    happen(5)
    assert dispatch() == 0
    assert OutboxRow.objects.get().state == OutboxRow.State.DISPATCHED


@pytest.mark.django_db
def test_the_sweep_finds_what_no_wake_up_announced(react: React, happen: Happen) -> None:
    seen: list[int] = []
    react("one", lambda fact: seen.append(fact.item_id))
    happen(1)
    sweep()
    assert seen == [1]


@pytest.mark.django_db
def test_a_failure_concerns_nobody_else_and_is_tried_again(react: React, happen: Happen) -> None:
    tries: list[int] = []

    def flaky(fact: OutboxRow) -> None:
        tries.append(fact.item_id)
        if len(tries) == 1:
            raise ValueError("not today")

    react("flaky", flaky)
    react("steady", lambda fact: None)
    happen(5)
    dispatch()
    failed = Delivery.objects.get(handler="flaky")
    assert states("steady") == [State.DONE]
    assert (failed.state, failed.attempts) == (State.WAITING, 1)
    assert "not today" in failed.last_error
    assert failed.next_at > database_now() + timedelta(seconds=5)
    assert dispatch() == 0
    make_due()
    assert dispatch() == 1
    assert states("flaky") == [State.DONE]
    assert Delivery.objects.get(handler="flaky").last_error == ""


@pytest.mark.django_db
def test_a_waiting_retry_holds_back_only_its_own_item_and_handler(react: React, happen: Happen) -> None:
    seen: list[tuple[str, int, int]] = []
    broken = [True]

    def fragile(fact: OutboxRow) -> None:
        if fact.item_id == 1 and broken[0]:
            raise ValueError
        seen.append(("fragile", fact.item_id, fact.pk))

    react("fragile", fragile)
    react("other", lambda fact: seen.append(("other", fact.item_id, fact.pk)))
    first, second, elsewhere = happen(1), happen(1), happen(2)
    dispatch()
    assert [entry for entry in seen if entry[0] == "fragile"] == [("fragile", 2, elsewhere.pk)]
    assert len([entry for entry in seen if entry[0] == "other"]) == 3
    broken[0] = False
    make_due()
    dispatch()
    assert [entry[2] for entry in seen if entry[:2] == ("fragile", 1)] == [first.pk, second.pk]


@pytest.mark.django_db
def test_after_the_last_attempt_it_is_dead_seen_and_can_be_revived(react: React, happen: Happen) -> None:
    tries: list[int] = []

    def broken(fact: OutboxRow) -> None:
        tries.append(1)
        raise ValueError("never")

    react("broken", broken)
    happen(1)
    later = happen(1)
    for _ in range(ATTEMPTS):
        make_due()
        dispatch()
    dead = dead_deliveries().get()
    assert len(tries) >= ATTEMPTS
    assert "never" in dead.last_error
    assert delivery_counts() == {"waiting": 1, "dead": 1}
    assert Delivery.objects.get(fact=later).attempts >= 1, "a dead one holds nobody back"
    assert revive(dead.pk)
    assert not revive(dead.pk)
    assert delivery_counts() == {"waiting": 2, "dead": 0}


def test_waits_grow_to_an_hour() -> None:
    waits = [back_off(n).total_seconds() for n in range(1, ATTEMPTS)]
    assert waits[0] == 10
    assert waits == sorted(waits)
    assert max(waits) == 3600


@pytest.mark.django_db
def test_a_reaction_whose_code_is_gone_is_dead_at_once(
    react: React, happen: Happen, monkeypatch: pytest.MonkeyPatch
) -> None:
    react("gone", lambda fact: None)
    happen(1)
    fan_out()
    monkeypatch.setattr("events.registry.types._subscribers", {})
    dispatch()
    assert states() == [State.DEAD]


@pytest.mark.django_db
def test_a_claim_whose_process_died_is_taken_by_another(react: React, happen: Happen) -> None:
    seen: list[int] = []
    react("one", lambda fact: seen.append(fact.pk))
    happen(1)
    fan_out()
    assert next_delivery() is not None  # and then its process is killed
    assert dispatch() == 0
    Delivery.objects.update(claimed_until=database_now() - timedelta(seconds=1))
    assert dispatch() == 1
    assert len(seen) == 1


@pytest.mark.django_db
def test_a_node_that_is_not_active_delivers_nothing(react: React, happen: Happen) -> None:
    react("one", lambda fact: None)
    happen(1)
    Lease.objects.update(node=Node.objects.create(name="elsewhere"), epoch=1)
    assert dispatch() == 0
    assert OutboxRow.objects.get().state == OutboxRow.State.PENDING


@pytest.mark.django_db(transaction=True)
def test_many_workers_deliver_everything_once_and_in_order(react: React, happen: Happen) -> None:
    seen: list[tuple[int, int]] = []
    lock = threading.Lock()
    errors: list[BaseException] = []

    def note(fact: OutboxRow) -> None:
        with lock:
            seen.append((fact.item_id, fact.pk))

    react("note", note)
    for number in range(60):
        happen(number % 4)

    def work() -> None:
        try:
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
    assert len(seen) == len(set(seen)) == 60
    for item in range(4):
        mine = [pk for found, pk in seen if found == item]
        assert mine == sorted(mine)


@pytest.mark.django_db
def test_old_facts_go_but_not_what_still_waits(react: React, happen: Happen) -> None:
    fail = [True]

    def sometimes(fact: OutboxRow) -> None:
        if fail[0] and fact.item_id == 2:
            raise ValueError

    react("sometimes", sometimes)
    happen(1)
    waiting = happen(2)
    dispatch()
    fresh = happen(3)
    pending = happen(4)
    OutboxRow.objects.exclude(pk=fresh.pk).update(created_at=database_now() - timedelta(days=31))
    assert prune() == 1
    assert set(OutboxRow.objects.values_list("pk", flat=True)) == {waiting.pk, fresh.pk, pending.pk}


@pytest.mark.django_db
def test_a_fact_that_does_not_concern_a_reaction_costs_no_delivery(
    monkeypatch: pytest.MonkeyPatch, happen: Happen
) -> None:
    monkeypatch.setattr("events.registry.types._subscribers", {})
    monkeypatch.setattr("events.registry.types._conditions", {})
    happen(5)
    event_id = OutboxRow.objects.get().event_id
    seen: list[int] = []
    subscribe(event_id, "never", when=lambda _args, _actor: False)(lambda fact: seen.append(fact.item_id))
    subscribe(event_id, "always", when=lambda _, actor: actor.kind == "system")(
        lambda fact: seen.append(fact.item_id)
    )
    assert dispatch() == 1
    assert seen == [5]
    assert list(Delivery.objects.values_list("handler", flat=True)) == ["always"]
