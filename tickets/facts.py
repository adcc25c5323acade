"""What tickets tell the world. Field names are the keys of events/event_args.csv: they go on the wire."""
# ruff: noqa: N815

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from events.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketFact(Fact):
    """What every ticket event says."""

    item_kind: ClassVar[str] = "ticket"
    item_field: ClassVar[str] = "ticketId"

    ticketId: int
    ticketNumber: str
    subject: str
    brandId: int
    brandName: str
    departmentId: int
    departmentName: str
    groupId: int
    groupName: str
    agentId: int
    agentName: str
    customerId: int
    customerName: str
    customerEmail: str
    status: str
    priority: str
    source: str
    isPinned: bool
    tags: str
    dateOpenedUtc: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketCreated(TicketFact):
    event_id: ClassVar[int] = 502000


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketTransferred(TicketFact):
    event_id: ClassVar[int] = 502001

    oldDepartmentId: int
    oldDepartmentName: str
    oldGroupId: int
    oldGroupName: str
    oldAgentId: int
    oldAgentName: str
    comment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketStatusChanged(TicketFact):
    event_id: ClassVar[int] = 502002

    oldStatus: str
    newStatus: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketPriorityChanged(TicketFact):
    event_id: ClassVar[int] = 502003

    oldPriority: str
    newPriority: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketDeleted(TicketFact):
    event_id: ClassVar[int] = 502004

    isSpam: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketCommentAdded(TicketFact):
    event_id: ClassVar[int] = 502005

    commentId: int
    commentType: str
    comment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketMessageSent(TicketFact):
    event_id: ClassVar[int] = 502006

    messageId: int
    direction: str
    message: str
    hasAttachments: bool
    isFirst: bool
    toAddress: str
