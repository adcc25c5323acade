"""The history tab: it only renders the log."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString

from common import audit
from tickets.models import Ticket


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """`sentence` is escaped HTML."""

    id: int
    at: datetime
    action: str
    actor_kind: str
    actor: str
    sentence: SafeString


def history(ticket: Ticket) -> list[HistoryLine]:
    """All lines, oldest first; the caller has fetched the ticket for its viewer."""
    return [
        HistoryLine(
            entry.pk, entry.at, entry.action, entry.actor_kind, entry.actor_label, audit.render(entry)
        )
        for entry in audit.history("ticket", ticket.pk)
    ]
