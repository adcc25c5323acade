"""Which facts concern which agent: the rule of tickets.subscribers.notices, applied to a fact's arguments."""

from dataclasses import dataclass
from typing import Any

from common.actor import Actor
from tickets.models import Notification


@dataclass(frozen=True, slots=True)
class Notice:
    """A line in an agent's bell menu."""

    agent_id: int
    kind: Notification.Kind


def notice(event_id: int, args: dict[str, Any], actor: Actor, queue_id: int) -> Notice | None:
    """The notice that this fact makes, if any."""
    agent_id = args["agentId"]
    if agent_id == queue_id:
        return None
    if event_id in (502000, 502001):
        before = args.get("oldAgentId", queue_id)
        by_oneself = actor.kind == "person" and actor.id == agent_id
        return None if agent_id == before or by_oneself else Notice(agent_id, Notification.Kind.ASSIGNED)
    if event_id == 502006 and args["direction"] == "in" and not args["isFirst"]:
        return Notice(agent_id, Notification.Kind.CUSTOMER_REPLIED)
    return None
