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


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketIdle(TicketFact):
    """Nobody did anything for so many minutes. Told once a crossing; idleMinutes is the threshold's."""

    event_id: ClassVar[int] = 502008

    idleMinutes: int
    lastActivityUtc: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CountCrossed(Fact):
    """Base: the number of open tickets went past a threshold."""

    status: str
    count: int
    threshold: int
    direction: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartmentCountCrossed(CountCrossed):
    event_id: ClassVar[int] = 502009
    item_kind: ClassVar[str] = "department"
    item_field: ClassVar[str] = "departmentId"

    departmentId: int
    departmentName: str
    brandId: int
    brandName: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupCountCrossed(CountCrossed):
    event_id: ClassVar[int] = 502010
    item_kind: ClassVar[str] = "group"
    item_field: ClassVar[str] = "groupId"

    groupId: int
    groupName: str
    departmentId: int
    departmentName: str
    brandId: int
    brandName: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentCountCrossed(CountCrossed):
    event_id: ClassVar[int] = 502011
    item_kind: ClassVar[str] = "agent"
    item_field: ClassVar[str] = "agentId"

    agentId: int
    agentName: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketFollowUpScheduled(TicketFact):
    """0 and "": it stays as it is then."""

    event_id: ClassVar[int] = 502012

    followUpUtc: datetime
    newGroupId: int
    newAgentId: int
    newStatus: str
    comment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketFollowedUp(TicketFact):
    event_id: ClassVar[int] = 502013

    followUpUtc: datetime
    comment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketTimeLogCreated(TicketFact):
    event_id: ClassVar[int] = 502014

    timeLogId: int
    timeLogSubject: str
    minutes: int
    isBillable: bool
