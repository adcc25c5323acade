"""The bell: what happened to an agent's tickets."""

from datetime import datetime

from tickets.models import Notification
from tickets.selectors.presence import MANY

SHOWN = 30


def unread_count(user_id: int) -> int:
    """At most MANY + 1. One SQL statement."""
    rows = Notification.objects.filter(user_id=user_id, read_at__isnull=True)
    return len(rows.values_list("pk")[: MANY + 1])


def notifications_of(user_id: int, *, only_new: bool = False) -> list[Notification]:
    """The last ones with their tickets, newest first. One SQL statement."""
    rows = Notification.objects.filter(user_id=user_id)
    if only_new:
        rows = rows.filter(read_at__isnull=True)
    return list(rows.select_related("ticket").order_by("-id")[:SHOWN])


def notification_for(user_id: int, notification_id: int) -> tuple[int, str, datetime | None] | None:
    """The ticket's id and number and when it was read, if the line is this person's."""
    columns = ("ticket_id", "ticket__number", "read_at")
    return Notification.objects.filter(user_id=user_id, pk=notification_id).values_list(*columns).first()
