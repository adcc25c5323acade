"""Agents in groups, with their settings there."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from common import realtime
from common.actor import Actor
from common.audit import record
from common.unit import write
from organization.errors import OrganizationError
from organization.models import Group, Membership
from organization.registry import member_objections
from organization.services.receiving import WHATS, set_receiving_in


@write
def add_member(*, group: Group, agent: User, actor: Actor, **settings: Any) -> Membership:
    """The agent works in the group from now on; once more changes nothing. Raises OrganizationError."""
    if not (agent.is_agent and agent.is_active):
        raise OrganizationError(_("Only active agents can work in a group."), "agent")
    membership, made = Membership.objects.get_or_create(group=group, agent=agent, defaults=settings)
    if made:
        record("group", group.pk, "group.member_added", actor, {"agent": agent.name, "name": group.name})
        realtime.revoke(agent.pk)  # open pages ask again what they may hear
    return membership


@write
def edit_member(*, membership: Membership, actor: Actor, **settings: Any) -> Membership:
    """Receiving tickets and chats, limits, weight."""
    for what in WHATS:  # told to others too
        if (column := f"receives_{what}") in settings:
            set_receiving_in(membership=membership, what=what, on=settings.pop(column), actor=actor)
    before = {name: getattr(membership, name) for name in settings}
    changed = {name: [before[name], value] for name, value in settings.items() if before[name] != value}
    if not changed:
        return membership
    for name, value in settings.items():
        setattr(membership, name, value)
    membership.save(update_fields=list(changed))
    data = {"agent": membership.agent.name, "name": membership.group.name, "changed": changed}
    record("group", membership.group_id, "group.member_changed", actor, data)
    return membership


@write
def remove_member(*, membership: Membership, actor: Actor) -> None:
    """Raises OrganizationError while the agent has open tickets there."""
    for reason in member_objections(membership.group_id, membership.agent_id):
        raise OrganizationError(reason)
    data = {"agent": membership.agent.name, "name": membership.group.name}
    record("group", membership.group_id, "group.member_removed", actor, data)
    Membership.objects.filter(pk=membership.pk).delete()
    realtime.revoke(membership.agent_id)
