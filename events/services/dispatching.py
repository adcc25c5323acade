"""The dispatcher's steps, each a transaction: facts become deliveries, deliveries are claimed and ended."""

from datetime import datetime, timedelta

from django.db.models import F

from common import claims
from common.clock import database_now
from common.models import OutboxRow
from common.unit import write
from events.models import Delivery, HookDelivery, RuleRun
from events.registry import concerned
from events.selectors import due_deliveries, facts_to_prune, pending_facts
from events.services.matching import rule_deliveries

ATTEMPTS = 8
FIRST_WAIT_SECONDS = 10
LONGEST_WAIT_SECONDS = 3600
CLAIM_SECONDS = 60
OUTSIDE_SECONDS = 180  # more than any call to another server may take


def back_off(attempts: int) -> timedelta:
    """How long a delivery rests after its n-th failure: 10 s, 30 s, 90 s … at most an hour."""
    return timedelta(seconds=min(FIRST_WAIT_SECONDS * 3 ** (attempts - 1), LONGEST_WAIT_SECONDS))


@write
def fan_out(limit: int = 200) -> int:
    """Turns pending facts into one delivery a subscriber, and one an action of each rule that matches, and
    marks them dispatched; returns their number."""
    facts = claims.locked(pending_facts(), limit)
    if not facts:
        return 0
    now = database_now()
    deliveries = [
        Delivery(
            fact=fact, handler=name, lane=name, item_kind=fact.item_kind, item_id=fact.item_id, next_at=now
        )
        for fact in facts
        for name in concerned(fact.event_id, fact.args, fact.actor)
    ]
    Delivery.objects.bulk_create([*deliveries, *rule_deliveries(facts, now)], batch_size=500)
    OutboxRow.objects.filter(pk__in=[fact.pk for fact in facts]).update(state=OutboxRow.State.DISPATCHED)
    return len(facts)


@write
def claim_deliveries(limit: int, *, outside: bool = False) -> list[Delivery]:
    """Claims at most `limit` deliveries whose time has come, with their facts; none depends on another.

    Order holds per item and lane: a delivery that waits or runs holds back only the later ones of its own
    item and lane. Whoever claims must end them within CLAIM_SECONDS, or another process takes them.
    """
    now = database_now()
    seconds = OUTSIDE_SECONDS if outside else CLAIM_SECONDS
    claimed = claims.take(due_deliveries(now, outside=outside), now=now, limit=limit, seconds=seconds)
    if not claimed:
        return []
    mine = Delivery.objects.filter(pk__in=[delivery.pk for delivery in claimed])
    mine.update(attempts=F("attempts") + 1)
    return list(mine.select_related("fact").order_by("id"))


def next_delivery(*, outside: bool = False) -> Delivery | None:
    """Claims the next delivery whose time has come, as `claim_deliveries`."""
    return next(iter(claim_deliveries(1, outside=outside)), None)


@write
def end_delivery(delivery: Delivery, *, error: str = "", is_final: bool = False) -> Delivery.State:
    """Records how a claimed delivery ended. Without an error it is done; else it waits ever longer and is
    dead after the last attempt, or at once when `is_final`. An outdated claim changes nothing."""
    if not error:
        state, next_at = Delivery.State.DONE, delivery.next_at
    elif is_final or delivery.attempts >= ATTEMPTS:
        state, next_at = Delivery.State.DEAD, delivery.next_at
    else:
        state, next_at = Delivery.State.WAITING, _next_time(delivery)
    mine = Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.WAITING, attempts=delivery.attempts)
    mine.update(state=state, next_at=next_at, claimed_until=None, last_error=error[:4000])
    return state


def _next_time(delivery: Delivery) -> datetime:
    return database_now() + back_off(delivery.attempts)


@write
def revive(delivery_id: int) -> bool:
    """A dead delivery starts again from its first attempt."""
    dead = Delivery.objects.filter(pk=delivery_id, state=Delivery.State.DEAD)
    return bool(dead.update(state=Delivery.State.WAITING, attempts=0, next_at=database_now()))


@write
def prune_facts(days: int, limit: int = 1000) -> int:
    """Deletes a batch of old facts with their deliveries; what still waits is kept."""
    ids = list(facts_to_prune(database_now() - timedelta(days=days)).values_list("id", flat=True)[:limit])
    Delivery.objects.filter(fact_id__in=ids).delete()
    OutboxRow.objects.filter(pk__in=ids).delete()
    return len(ids)


@write
def prune_logs(days: int, limit: int = 1000) -> int:
    """Deletes a batch of old lines of the logs of rules and of hooks."""
    before, done = database_now() - timedelta(days=days), 0
    for model in (RuleRun, HookDelivery):
        ids = list(model.objects.filter(at__lt=before).order_by("at").values_list("pk", flat=True)[:limit])
        done += model.objects.filter(pk__in=ids).delete()[0]
    return done
