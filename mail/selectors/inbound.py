"""Kept mail. It belongs to the settings: views check that permission before they ask here."""

from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404

from common import files
from common.paging import Page, page
from mail.models import InboundMail

State = InboundMail.State


def inbound_page(*, states: tuple[str, ...], cursor: str = "", size: int = 50) -> Page[InboundMail]:
    """Kept mail, newest first."""
    rows = InboundMail.objects.select_related("account", "department")
    return page(rows.filter(state__in=states), "received_at", size=size, cursor=cursor)


def inbound(mail_id: int) -> InboundMail:
    """Raises Http404."""
    return get_object_or_404(InboundMail.objects.select_related("account", "department"), pk=mail_id)


def raw_of(mail: InboundMail) -> bytes:
    """The mail as it came."""
    return files.read(mail.raw)


def inbound_for_link(kind: str, item_id: int) -> QuerySet[InboundMail]:
    """The mails that became this item, oldest first. The caller has authorized the item."""
    return InboundMail.objects.filter(link_kind=kind, link_id=item_id).order_by("id")


def seen_message(message_id: str, before_id: int) -> InboundMail | None:
    """The same mail by its Message-ID, handled earlier from another of our addresses."""
    if not message_id:
        return None
    return InboundMail.objects.filter(message_id=message_id, id__lt=before_id, state=State.HANDLED).first()


def due_inbound(now: datetime, *, limit: int) -> list[int]:
    """Mails that wait to be handled, oldest first. Claims that have run out count as waiting."""
    free = Q(claimed_until=None) | Q(claimed_until__lt=now)
    ready = Q(next_at=None) | Q(next_at__lte=now)
    rows = InboundMail.objects.filter(free, ready, state=State.RECEIVED)
    return list(rows.order_by("id").values_list("id", flat=True)[:limit])


def kept_counts() -> dict[str, int]:
    """How many mails wait or failed; both are few by nature."""
    rows = InboundMail.objects.filter(state__in=(State.RECEIVED, State.FAILED))
    return dict(rows.values_list("state").annotate(n=Count("id")))
