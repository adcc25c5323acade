"""`{% load licensing %}{% licence_line %}`: settings pages tell administrators when a licence needs them."""

from typing import Any

from django import template
from django.utils.timezone import now

from common.guard import permissions
from licensing.permissions import MANAGE_LICENCE
from licensing.selectors import State, current
from licensing.views.notices import notice, pill

register = template.Library()


@register.inclusion_tag("settings/licensing/line.html", takes_context=True)
def licence_line(context: dict[str, Any]) -> dict[str, Any]:
    """One SQL statement, for those who may do something about it. Silent while all is well."""
    request = context.get("request")
    if request is None or not request.user.is_authenticated or MANAGE_LICENCE not in permissions(request):
        return {}
    licence = current()
    if licence.state in {State.ACTIVE, State.NONE}:
        return {}
    return {"pill": pill(licence, now()), "notice": notice(licence)}
