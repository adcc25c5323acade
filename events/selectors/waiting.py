"""What waits in the dispatcher. For jobs and the administrator's pages; no item's content is shown by it."""

from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from common.clock import database_now
from common.models import OutboxRow
from events.models import Delivery


def pending_facts() -> QuerySet[OutboxRow]:
    """Facts that have not been fanned out, oldest first."""
    return OutboxRow.objects.filter(state=OutboxRow.State.PENDING).order_by("id")


def due_deliveries(now: datetime, *, outside: bool = False) -> QuerySet[Delivery]:
    """Deliveries that may run: nothing earlier of the same item and lane is outstanding.

    What talks to another server (`outside`) holds up only itself, on later facts of its item; and each server
    is talked to once at a time.
    """
    before = Q(fact_id__lt=OuterRef("fact_id")) | Q(fact_id=OuterRef("fact_id"), id__lt=OuterRef("id"))
    earlier = Delivery.objects.filter(
        before,
        Q(target="") | Q(handler=OuterRef("handler")),
        item_kind=OuterRef("item_kind"),
        item_id=OuterRef("item_id"),
        state=Delivery.State.WAITING,
        lane=OuterRef("lane"),
    )
    unseen = OutboxRow.objects.filter(
        state=OutboxRow.State.PENDING,
        item_kind=OuterRef("item_kind"),
        item_id=OuterRef("item_id"),
        id__lt=OuterRef("fact_id"),
    )
    waiting = Delivery.objects.filter(~Exists(earlier), ~Exists(unseen), next_at__lte=now)
    waiting = waiting.filter(state=Delivery.State.WAITING).order_by("id")
    if not outside:
        return waiting.filter(target="")
    busy = Delivery.objects.filter(
        state=Delivery.State.WAITING, target=OuterRef("target"), claimed_until__gte=now
    )
    return waiting.exclude(target="").filter(~Exists(busy))


def due_targets() -> int:
    """How many other servers something due waits for."""
    due = due_deliveries(database_now(), outside=True)
    return due.order_by().values("target").distinct().count()


def dead_deliveries() -> QuerySet[Delivery]:
    """Reactions that failed for good, newest first."""
    return Delivery.objects.filter(state=Delivery.State.DEAD).select_related("fact").order_by("-id")


def delivery_counts() -> dict[str, int]:
    """How many deliveries wait and are dead."""
    states = Delivery.objects.exclude(state=Delivery.State.DONE).values_list("state").annotate(n=Count("id"))
    found = {Delivery.State(state).name.lower(): n for state, n in states.order_by()}
    return {"waiting": found.get("waiting", 0), "dead": found.get("dead", 0)}


def facts_to_prune(before: datetime) -> QuerySet[OutboxRow]:
    """Old facts that were fanned out and of which no delivery waits."""
    waiting = Delivery.objects.filter(fact=OuterRef("pk"), state=Delivery.State.WAITING)
    old = OutboxRow.objects.filter(created_at__lt=before, state=OutboxRow.State.DISPATCHED)
    return old.filter(~Exists(waiting)).order_by("created_at")
