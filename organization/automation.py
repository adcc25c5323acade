"""The agents of a group, as those whom rules send mail to."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from events.registry import Recipients, register_recipients
from organization.models import Membership


def _agents_of_group(args: dict[str, Any]) -> list[str]:
    members = Membership.objects.filter(group_id=args.get("groupId") or 0, agent__is_active=True)
    return list(members.exclude(agent__email="").order_by("agent_id").values_list("agent__email", flat=True))


register_recipients(Recipients("group", _("All agents of the group"), "groupId", _agents_of_group))
