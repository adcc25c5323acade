"""What waits in the dispatcher. For jobs and the administrator's pages; no item's content is shown by it."""

from datetime import datetime

from django.db.models import Count, Exists, OuterRef, QuerySet

from common.models import OutboxRow
from events.models import Delivery


def pending_facts() -> QuerySet[OutboxRow]:
    """Facts that have not been fanned out, oldest first."""
    return OutboxRow.objects.filter(state=OutboxRow.State.PENDING).order_by("id")


def due_deliveries(now: datetime) -> QuerySet[Delivery]:
    """Deliveries that may run: nothing earlier of the same item and handler is outstanding."""
    earlier = Delivery.objects.filter(
        item_kind=OuterRef("item_kind"),
        item_id=OuterRef("item_id"),
        state=Delivery.State.WAITING,
        handler=OuterRef("handler"),
        fact_id__lt=OuterRef("fact_id"),
    )
    unseen = OutboxRow.objects.filter(
        state=OutboxRow.State.PENDING,
        item_kind=OuterRef("item_kind"),
        item_id=OuterRef("item_id"),
        id__lt=OuterRef("fact_id"),
    )
    waiting = Delivery.objects.filter(state=Delivery.State.WAITING, next_at__lte=now)
    return waiting.filter(~Exists(earlier), ~Exists(unseen)).order_by("id")


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
