"""Which ids are free: bulk loading brings its own, in blocks."""

from django.db.models import Max

from common.models import AuditEntry, OutboxRow, SearchDocument
from events.models import Delivery
from helpdesk.seeding.tables import Table, table
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

MODELS = (
    Ticket,
    Reservation,
    TicketTag,
    Participant,
    Message,
    Attachment,
    ReadState,
    AuditEntry,
    OutboxRow,
    Delivery,
    Notification,
    SearchDocument,
    OutboundMail,
    DeliveryAttempt,
)


def tables() -> list[Table]:
    """All tables that stories write."""
    return [table(model) for model in MODELS]


def free_ids() -> dict[str, int]:
    """The first free id of each table, by the table's name."""
    found = {}
    for place in tables():
        highest = place.model._default_manager.aggregate(highest=Max("pk"))["highest"]
        found[place.name] = (highest or 0) + 1
    return found
