"""What agents leave around a ticket: read marks, drafts, presence, notifications. It makes no history."""

from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from common.realtime import signal
from common.unit import write
from tickets.models import Draft, Notification, Presence, ReadState, Ticket
from tickets.selectors.presence import Standing

MAX_DRAFT = 500_000


@write
def mark_read(ticket: Ticket, *, agent: User, seq: int) -> None:
    """The agent has read up to `seq`; it never goes back."""
    rows = ReadState.objects.filter(agent=agent, ticket=ticket)
    if not rows.filter(seq__lt=seq).update(seq=seq):
        ReadState.objects.bulk_create([ReadState(agent=agent, ticket=ticket, seq=seq)], ignore_conflicts=True)


@write
def mark_unread(ticket: Ticket, *, agent: User) -> None:
    """Bold again."""
    ReadState.objects.filter(agent=agent, ticket=ticket).delete()


@write
def save_draft(
    ticket: Ticket,
    *,
    agent: User,
    mode: str,
    html: str,
    to: Sequence[list[str]] = (),
    cc: Sequence[list[str]] = (),
) -> Draft:
    """Keeps unsent text as it is typed; it is sanitized when it is sent."""
    draft, _made = Draft.objects.update_or_create(
        ticket=ticket,
        agent=agent,
        mode=mode,
        defaults={"html": html[:MAX_DRAFT], "to": list(to), "cc": list(cc), "saved_at": timezone.now()},
    )
    return draft


@write
def discard_draft(ticket: Ticket, *, agent: User, mode: str) -> None:
    """Forgets unsent text."""
    Draft.objects.filter(ticket=ticket, agent=agent, mode=mode).delete()


@write
def visit(ticket_id: int, *, agent: User, standing: Standing, seq: int, is_writing: bool = False) -> None:
    """The agent has the ticket's page open and has read up to `seq`. Three SQL statements at most.

    `standing` is what was known a moment ago; whatever happened since, reading never goes back.
    """
    own = {"ticket_id": ticket_id, "agent_id": agent.pk}
    if standing.read is None:
        ReadState.objects.bulk_create([ReadState(**own, seq=seq)], ignore_conflicts=True)
    elif standing.read < seq:
        ReadState.objects.filter(**own, seq__lt=seq).update(seq=seq)
    now = timezone.now()
    if standing.is_here is None:
        here = Presence(**own, is_writing=is_writing, seen_at=now)
        Presence.objects.bulk_create([here], ignore_conflicts=True)
    else:
        Presence.objects.filter(**own).update(is_writing=is_writing, seen_at=now)
    if not standing.is_here or standing.is_writing != is_writing:
        signal(f"ticket:{ticket_id}", "presence", {"agent": agent.pk, "writing": is_writing})


@write
def leave(ticket_id: int, *, agent: User) -> None:
    """The agent closed the page."""
    deleted, _rows = Presence.objects.filter(ticket_id=ticket_id, agent=agent).delete()
    if deleted:
        signal(f"ticket:{ticket_id}", "presence", {"agent": agent.pk, "left": True})


@write
def notify(
    user_id: int,
    *,
    ticket_id: int,
    kind: str,
    by: str,
    fact_id: int,
    text: str = "",
    delivery_id: int = 0,
) -> bool:
    """A line in the person's bell menu, once a fact, or once a rule's action; False when it was there."""
    row = Notification(
        user_id=user_id,
        ticket_id=ticket_id,
        kind=kind,
        by=by[:120],
        text=text[:500],
        fact_id=fact_id,
        delivery_id=delivery_id,
        created_at=timezone.now(),
    )
    if Notification.objects.filter(user_id=user_id, fact_id=fact_id, delivery_id=delivery_id).exists():
        return False
    Notification.objects.bulk_create([row], ignore_conflicts=True)
    signal(f"user:{user_id}", "notification", {"ticket": ticket_id, "kind": kind})
    return True


@write
def read_notifications(user: User, *, ids: Sequence[int] | None = None) -> int:
    """Marks as read: the given ones, or all."""
    rows = Notification.objects.filter(user=user, read_at__isnull=True)
    if ids is not None:
        rows = rows.filter(pk__in=ids)
    return rows.update(read_at=timezone.now())


@write
def prune_desk() -> None:
    """Forgets presence of closed pages and notifications of three months ago."""
    now = timezone.now()
    Presence.objects.filter(seen_at__lt=now - timedelta(minutes=5)).delete()
    Notification.objects.filter(created_at__lt=now - timedelta(days=90)).delete()


@write
def read_fact(user: User, fact_id: int) -> None:
    """The person wants no line in the page for this: it counts as read."""
    Notification.objects.filter(user=user, fact_id=fact_id).update(read_at=timezone.now())
