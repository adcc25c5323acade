"""What organization tells: an agent begins or stops to receive tickets or chats."""
# ruff: noqa: N815

from dataclasses import dataclass
from typing import ClassVar

from events.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivingChanged(Fact):
    """Base. `groupId` 0 is the agent's switch for all groups, whatever is set in each."""

    item_kind: ClassVar[str] = "agent"
    item_field: ClassVar[str] = "agentId"

    agentId: int
    agentName: str
    groupId: int
    groupName: str
    isReceiving: bool
    wasReceiving: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentTicketStatusChanged(ReceivingChanged):
    event_id: ClassVar[int] = 512000


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentChatStatusChanged(ReceivingChanged):
    event_id: ClassVar[int] = 512001
