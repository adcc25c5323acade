from tickets.models.desk import Draft, Notification, Presence, ReadState
from tickets.models.message import Attachment, Message
from tickets.models.reservation import Reservation
from tickets.models.tag import Tag, TicketTag
from tickets.models.ticket import Participant, Priority, Status, Ticket
from tickets.models.value import TicketValue
from tickets.models.watch import CountMark, IdleMark
from tickets.models.work import FollowUp, TimeLog

__all__ = [
    "Attachment",
    "CountMark",
    "Draft",
    "FollowUp",
    "IdleMark",
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
    "TimeLog",
]
