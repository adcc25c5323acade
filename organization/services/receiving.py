"""Whether an agent gets new tickets and chats: one switch for all groups, and one in each."""

from typing import Literal

from accounts.models import User
from common.actor import Actor
from common.audit import record
from common.realtime import signal
from common.unit import write
from events.services import publish
from organization import facts
from organization.models import Group, Membership

What = Literal["tickets", "chats"]
WHATS: tuple[What, ...] = ("tickets", "chats")
_FACTS: dict[What, type[facts.ReceivingChanged]] = {
    "tickets": facts.AgentTicketStatusChanged,
    "chats": facts.AgentChatStatusChanged,
}


@write
def set_receiving(*, agent: User, what: What, on: bool, actor: Actor) -> bool:
    """The switch for all groups; the settings in each stay. False when it was so already."""
    column = f"receives_{what}"
    fresh = User.objects.select_for_update().get(pk=agent.pk)
    was: bool = getattr(fresh, column)
    if was == on:
        return False
    User.objects.filter(pk=agent.pk).update(**{column: on})
    setattr(agent, column, on)
    groups = list(Membership.objects.filter(agent=agent).values_list("group_id", flat=True))
    _tell(fresh, None, what, on, actor, groups)
    return True


@write
def set_receiving_in(*, membership: Membership, what: What, on: bool, actor: Actor) -> bool:
    """The agent's switch in one group. False when it was so already."""
    column = f"receives_{what}"
    agent = User.objects.select_for_update().get(pk=membership.agent_id)  # the order of facts is per agent
    fresh = Membership.objects.select_related("group").get(pk=membership.pk)
    if getattr(fresh, column) == on:
        return False
    Membership.objects.filter(pk=fresh.pk).update(**{column: on})
    setattr(membership, column, on)
    _tell(agent, fresh.group, what, on, actor, [fresh.group_id])
    return True


def _tell(agent: User, group: Group | None, what: What, on: bool, actor: Actor, groups: list[int]) -> None:
    fact = _FACTS[what](
        agentId=agent.pk,
        agentName=agent.name,
        groupId=group.pk if group else 0,
        groupName=group.name if group else "",
        isReceiving=on,
        wasReceiving=not on,
    )
    publish(fact, actor=actor)
    data = {"what": what, "on": on, "group": group.name if group else ""}
    record("user", agent.pk, "user.receiving", actor, data)
    for group_id in groups:
        signal(f"group:{group_id}", "receiving", {"agent": agent.pk})
