"""No open ticket loses its home: groups and agents with open tickets stay."""

from django.utils.translation import ngettext

from common.text import Text
from organization.registry import group_check, member_check
from tickets.selectors.homes import open_count


@group_check
def open_tickets(group_id: int) -> Text | None:
    count = open_count(group_id)
    if not count:
        return None
    return ngettext(
        "It has %(count)d open ticket. Move it to another group first.",
        "It has %(count)d open tickets. Move them to another group first.",
        count,
    ) % {"count": count}


@member_check
def assigned_tickets(group_id: int, agent_id: int) -> Text | None:
    count = open_count(group_id, agent_id)
    if not count:
        return None
    return ngettext(
        "%(count)d open ticket of this group is assigned to this agent. Assign it to somebody else first.",
        "%(count)d open tickets of this group are assigned to this agent. Assign them to others first.",
        count,
    ) % {"count": count}
