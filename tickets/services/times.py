"""The time log of a ticket."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.actor import Actor
from common.unit import write
from tickets import facts
from tickets.errors import WrongTargetError
from tickets.models import Ticket, TimeLog
from tickets.services.change import changing

MOST_MINUTES = 24 * 60 * 31


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What was done, when and how long."""

    minutes: int
    subject: str = ""
    at: datetime | None = None
    is_billable: bool = False


def _checked(work: Work) -> dict[str, object]:
    if not 0 < work.minutes <= MOST_MINUTES:
        raise WrongTargetError(_("Say how long it took: at least a minute, at most a month."))
    subject = " ".join(work.subject.replace("\0", "").split())[:200]
    return {
        "minutes": work.minutes,
        "subject": subject,
        "at": work.at or timezone.now(),
        "is_billable": work.is_billable,
    }


@write
def log_time(ticket: Ticket, *, actor: Actor, agent: User, work: Work) -> TimeLog:
    """Adds a line to the ticket's time log. Raises WrongTargetError."""
    values = _checked(work)
    with changing(ticket, actor) as change:
        row = TimeLog.objects.create(ticket=change.ticket, agent=agent, created_at=change.now, **values)
        change.record("ticket.time", minutes=row.minutes, subject=row.subject, billable=row.is_billable)
        change.tell(
            facts.TicketTimeLogCreated,
            timeLogId=row.pk,
            timeLogSubject=row.subject,
            minutes=row.minutes,
            isBillable=row.is_billable,
        )
    return row


@write
def change_time(row: TimeLog, *, actor: Actor, work: Work) -> TimeLog:
    """Corrects a line; what is the same stays unsaid. Raises WrongTargetError."""
    values = _checked(replace(work, at=work.at or row.at))
    with changing(row.ticket, actor) as change:
        changed = {name: value for name, value in values.items() if getattr(row, name) != value}
        if changed:
            change.record(
                "ticket.time_changed",
                name=row.agent.name,
                old=row.minutes,
                new=work.minutes,
                subject=row.subject,
            )
            for name, value in changed.items():
                setattr(row, name, value)
            row.save(update_fields=list(changed))
    return row


@write
def delete_time(row: TimeLog, *, actor: Actor) -> None:
    """Takes a line out; the history keeps what it said."""
    with changing(row.ticket, actor) as change:
        deleted, _rows = TimeLog.objects.filter(pk=row.pk).delete()
        if deleted:
            change.record(
                "ticket.time_deleted", name=row.agent.name, minutes=row.minutes, subject=row.subject
            )
