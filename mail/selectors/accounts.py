"""Mail accounts. They belong to the settings: views check that permission before they ask here."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.shortcuts import get_object_or_404

from mail.models import InboundMail, MailAccount, MailHourly, OutboundMail, SmtpAccount
from organization.models import Brand, Department

_OWN, _OWN_SECONDS = "mail.own_addresses", 3


@dataclass(frozen=True, slots=True)
class Hour:
    """One hour of an account's line."""

    at: datetime
    good: int
    bad: int


def mail_accounts() -> QuerySet[MailAccount]:
    """All mailboxes, with their departments and brands."""
    return MailAccount.objects.select_related("department__brand")


def mail_account(account_id: int) -> MailAccount:
    """Raises Http404."""
    return get_object_or_404(mail_accounts(), pk=account_id)


def smtp_accounts() -> QuerySet[SmtpAccount]:
    """All servers for outgoing mail."""
    return SmtpAccount.objects.select_related("brand", "department")


def smtp_account(account_id: int) -> SmtpAccount:
    """Raises Http404."""
    return get_object_or_404(smtp_accounts(), pk=account_id)


def smtp_account_for(*, brand_id: int, department_id: int) -> SmtpAccount | None:
    """The account a mail goes out by: the department's, else the brand's, else the common one."""
    fits = Q(department=None, brand=None)
    if department_id:
        fits |= Q(department=department_id)
    if brand_id:
        fits |= Q(department=None, brand=brand_id)
    elif department_id:
        fits |= Q(department=None, brand__in=Department.objects.filter(pk=department_id).values("brand"))
    found = list(SmtpAccount.objects.filter(fits, is_active=True).order_by("id"))
    found.sort(key=lambda account: (account.department_id is None, account.brand_id is None, account.pk))
    return found[0] if found else None


def last_messages() -> dict[str, datetime | None]:
    """When each account had its last mail, by "in-3" or "out-5". Two SQL statements, each by an index."""
    came = InboundMail.objects.filter(account=OuterRef("pk")).order_by("-received_at", "-id")
    boxes = MailAccount.objects.order_by().annotate(at=Subquery(came.values("received_at")[:1]))
    left = OutboundMail.objects.filter(account=OuterRef("pk"), state=OutboundMail.State.SENT)
    servers = SmtpAccount.objects.order_by().annotate(
        at=Subquery(left.order_by("-next_at").values("sent_at")[:1])
    )
    found = {f"in-{pk}": at for pk, at in boxes.values_list("pk", "at")}
    return found | {f"out-{pk}": at for pk, at in servers.values_list("pk", "at")}


def departments() -> QuerySet[Department]:
    """The departments that mail may belong to, by brand."""
    rows = Department.objects.filter(is_active=True, brand__is_active=True).select_related("brand")
    return rows.order_by("brand__sort", "brand_id", "sort", "id")


def due_mail_accounts(now: datetime) -> list[int]:
    """Mailboxes whose turn it is."""
    due = MailAccount.objects.filter(Q(next_at=None) | Q(next_at__lte=now), is_active=True)
    return list(due.order_by("next_at", "id").values_list("id", flat=True))


def last_day(direction: str, account_ids: list[int], now: datetime) -> dict[int, list[Hour]]:
    """The last 24 hours of the accounts, one SQL statement; hours without mail are 0."""
    first = now.replace(minute=0, second=0, microsecond=0) - timedelta(hours=23)
    rows = MailHourly.objects.filter(direction=direction, account_id__in=account_ids, hour__gte=first)
    found = {(row.account_id, row.hour): row for row in rows}
    hours = [first + timedelta(hours=step) for step in range(24)]
    lines: dict[int, list[Hour]] = {}
    for account_id in account_ids:
        cells = [(hour, found.get((account_id, hour))) for hour in hours]
        lines[account_id] = [Hour(at, row.good if row else 0, row.bad if row else 0) for at, row in cells]
    return lines


def own_addresses() -> frozenset[str]:
    """Every address that this desk reads or sends by, in lower case: never to be put on copy.

    Kept for a few seconds: a change in another process counts after them.
    """
    known: frozenset[str] | None = cache.get(_OWN)
    if known is None:
        known = _own_addresses()
        cache.set(_OWN, known, _OWN_SECONDS)
    return known


def forget_own_addresses() -> None:
    """After a change of an account."""
    cache.delete(_OWN)


def _own_addresses() -> frozenset[str]:
    read = MailAccount.objects.order_by().values_list("address", flat=True)
    sent = SmtpAccount.objects.order_by().values_list("from_address", flat=True)
    brands = Brand.objects.order_by().values_list("sender_address", flat=True)
    return frozenset(address.lower() for address in read.union(sent, brands) if address)
