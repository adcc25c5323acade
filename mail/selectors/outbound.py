"""Queued mail. It belongs to the settings; owners read their own by kind and id."""

from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404

from common.paging import Page, page
from mail.models import OutboundMail, SmtpAccount

State = OutboundMail.State
LANES = 200  # as many brands and departments at once find an account


def outbound_page(*, states: tuple[str, ...] = (), cursor: str = "", size: int = 50) -> Page[OutboundMail]:
    """Mail in the queue, newest first."""
    rows = OutboundMail.objects.select_related("account").defer("text", "html")
    if states:
        rows = rows.filter(state__in=states)
    return page(rows, "created_at", size=size, cursor=cursor)


def outbound(mail_id: int) -> OutboundMail:
    """Raises Http404."""
    return get_object_or_404(OutboundMail.objects.select_related("account"), pk=mail_id)


def outbound_for_owner(kind: str, item_id: int) -> QuerySet[OutboundMail]:
    """The mails of an item, oldest first. The caller has authorized the item."""
    return OutboundMail.objects.filter(owner_kind=kind, owner_id=item_id).order_by("id")


def due_smtp_accounts(now: datetime) -> list[int]:
    """Accounts that have mail to send now and whose turn it is."""
    ready = Q(account__next_at=None) | Q(account__next_at__lte=now)
    rows = OutboundMail.objects.filter(ready, state=State.QUEUED, next_at__lte=now, account__is_active=True)
    return sorted(rows.order_by().values_list("account__id", flat=True).distinct())


def without_account() -> QuerySet[OutboundMail]:
    """Waiting mail without a usable account."""
    lost = ~Exists(SmtpAccount.objects.filter(pk=OuterRef("account_id"), is_active=True))
    return OutboundMail.objects.filter(lost, state=State.QUEUED)


def unrouted(now: datetime) -> list[tuple[int, int]]:
    """The brands and departments of due mail without a usable account; none while no account exists."""
    if not SmtpAccount.objects.filter(is_active=True).exists():
        return []
    rows = without_account().filter(next_at__lte=now).order_by()
    return list(rows.values_list("brand_id", "department_id").distinct()[:LANES])


def next_due(account_id: int, now: datetime) -> OutboundMail | None:
    """The next mail that this account may send."""
    rows = OutboundMail.objects.filter(account=account_id, state=State.QUEUED, next_at__lte=now)
    return rows.order_by("next_at", "id").first()


def queue_counts() -> dict[str, int]:
    """How many mails wait to go out or failed."""
    rows = OutboundMail.objects.filter(state__in=(State.QUEUED, State.CLAIMED, State.FAILED)).order_by()
    return dict(rows.values_list("state").annotate(n=Count("id")))
