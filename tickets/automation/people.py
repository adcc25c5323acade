"""Ways to mail addresses around an event: the agent it names, the agents of its group."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from events.registry import Recipients, register_recipients
from tickets.selectors.people import agents_in


def agent_addresses(args: dict[str, Any]) -> Iterable[str]:
    """Of the agent who has the ticket; none for the queue."""
    rows = User.objects.filter(pk=args["agentId"], is_agent=True, is_active=True).exclude(pk=User.QUEUE_ID)
    return rows.exclude(email="").values_list("email", flat=True)


def group_addresses(args: dict[str, Any]) -> Iterable[str]:
    """Of all who work in the group."""
    return [one.email for one in agents_in([args["groupId"]]) if one.email]


register_recipients(Recipients("agent", _("Its agent"), "agentId", agent_addresses))
register_recipients(Recipients("group", _("All agents of its group"), "groupId", group_addresses))
