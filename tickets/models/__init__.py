from tickets.models.desk import Draft, Notification, Presence, ReadState
from tickets.models.message import Attachment, Message
from tickets.models.reservation import Reservation
from tickets.models.tag import Tag, TicketTag
from tickets.models.ticket import Participant, Priority, Status, Ticket
from tickets.models.value import TicketValue

__all__ = [
    "Attachment",
    "Draft",
    "Message",
    "Notification",
    "Participant",
    "Presence",
    "Priority",
    "ReadState",
    "Reservation",
    "Status",
    "Tag",
    "Ticket",
    "TicketTag",
    "TicketValue",
]
