"""The agent of an event, as one whom rules send mail to."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from events.registry import Recipients, register_recipients


def _agent(args: dict[str, Any]) -> list[str]:
    """Nobody when it is in the queue, or the agent was switched off."""
    agent_id = args.get("agentId") or User.QUEUE_ID
    agents = User.objects.filter(pk=agent_id, is_active=True).exclude(pk=User.QUEUE_ID).exclude(email="")
    return list(agents.values_list("email", flat=True))


register_recipients(Recipients("agent", _("Agent"), "agentId", _agent))
