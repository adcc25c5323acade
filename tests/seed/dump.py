"""A ticket's rows in all tables, with ids and secrets masked, so that two tellings can be compared."""

import re
from typing import Any

from common import counters
from common.models import AuditEntry, OutboxRow, SearchDocument
from events.models import Delivery
from mail.models import DeliveryAttempt, OutboundMail
from tickets.models import (
    Attachment,
    Message,
    Notification,
    Participant,
    ReadState,
    Reservation,
    Ticket,
    TicketTag,
)

Dump = dict[str, Any]
_MAIL_ID = re.compile(r"(ticket_\w+)\.(\d+)\.[0-9a-f]{12}\.[0-9a-f]{16}@")
_TOKEN = re.compile(r"/t/[^/\s\"<]+/")


class Mask:
    """Ids become places in the story: T the ticket, M3 its third message, F0 its first fact."""

    def __init__(self, ticket: Ticket) -> None:
        self.ticket = ticket.pk
        self.messages = dict(Message.objects.filter(ticket=ticket).values_list("id", "seq"))
        facts = OutboxRow.objects.filter(item_kind="ticket", item_id=ticket.pk).order_by("id")
        self.facts = {row.pk: number for number, row in enumerate(facts)}

    def column(self, name: str, value: Any) -> Any:
        if value is None:
            return None
        if name in ("ticket_id", "item_id", "ticketId"):
            return "T" if value == self.ticket else value
        if name in ("message_id", "messageId", "commentId") and isinstance(value, int):
            return f"M{self.messages[value]}"
        if name == "fact_id":
            return f"F{self.facts[value]}"
        return self.value(value)

    def value(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {key: self.column(key, item) for key, item in value.items()}
        if isinstance(value, list):
            return [self.value(item) for item in value]
        if isinstance(value, str):
            return _TOKEN.sub("/t/TOKEN/", _MAIL_ID.sub(self._mail_id, value))
        return value

    def _mail_id(self, match: re.Match[str]) -> str:
        number = int(match[2])
        place = f"M{self.messages[number]}" if match[1] == "ticket_message" else f"T{number - self.ticket}"
        return f"{match[1]}.{place}@"

    def rows(self, rows: Any, *, without: tuple[str, ...] = ()) -> list[Dump]:
        """All columns but the id; JSON and texts masked inside."""
        return [
            {name: self.column(name, value) for name, value in row.items() if name not in ("id", *without)}
            for row in rows.order_by("id").values()
        ]


def dump(ticket: Ticket) -> Dump:
    """Every row that belongs to the ticket. Times given by the database's own clock are left out."""
    mask = Mask(ticket)
    of = {"ticket": ticket}
    item = {"item_kind": "ticket", "item_id": ticket.pk}
    mails = OutboundMail.objects.filter(owner_kind="ticket_message", owner_id__in=mask.messages)
    mails |= OutboundMail.objects.filter(owner_kind="ticket_auto", owner_id=ticket.pk)
    return {
        "ticket": mask.rows(Ticket.objects.filter(pk=ticket.pk)),
        "messages": mask.rows(Message.objects.filter(**of)),
        "attachments": mask.rows(Attachment.objects.filter(**of)),
        "participants": mask.rows(Participant.objects.filter(**of)),
        "tags": sorted(TicketTag.objects.filter(**of).values_list("tag__name", flat=True)),
        "read": mask.rows(ReadState.objects.filter(**of)),
        "reservation": mask.rows(Reservation.objects.filter(**of)),
        "history": mask.rows(AuditEntry.objects.filter(**item)),
        "facts": mask.rows(OutboxRow.objects.filter(**item)),
        "deliveries": mask.rows(Delivery.objects.filter(**item), without=("next_at",)),
        "notifications": mask.rows(Notification.objects.filter(**of)),
        "search": mask.rows(SearchDocument.objects.filter(kind="ticket", item_id=ticket.pk)),
        "mails": mask.rows(mails, without=("owner_id", "created_at", "next_at", "sent_at")),
        "tries": mask.rows(DeliveryAttempt.objects.filter(mail__in=mails), without=("mail_id", "at")),
        "counters": counters.totals("tickets"),
    }
