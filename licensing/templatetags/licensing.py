"""`{% load licensing %}`: what other settings pages show of the licence."""

from typing import Any

from django import template
from django.http import HttpRequest
from django.utils.timezone import now

from common.guard import permissions
from licensing.permissions import MANAGE_LICENCE
from licensing.selectors import State, current, seats_taken
from licensing.views.notices import notice, pill

register = template.Library()


def _may_act(context: dict[str, Any]) -> bool:
    request = context.get("request")
    if not isinstance(request, HttpRequest) or not request.user.is_authenticated:
        return False
    return MANAGE_LICENCE in permissions(request)


@register.inclusion_tag("settings/licensing/line.html", takes_context=True)
def licence_line(context: dict[str, Any]) -> dict[str, Any]:
    """`{% licence_line %}`: that a grace period runs or is over. One SQL statement, for those who may do
    something about it; silent while all is well."""
    if not _may_act(context):
        return {}
    licence = current()
    if licence.state in {State.ACTIVE, State.NONE}:
        return {}
    return {"pill": pill(licence, now()), "notice": notice(licence)}


@register.inclusion_tag("settings/licensing/free_seats.html", takes_context=True)
def free_seats(context: dict[str, Any]) -> dict[str, Any]:
    """`{% free_seats %}`: how many agents may still be added. Two SQL statements."""
    licence, taken = current(), seats_taken()
    return {"licence": licence, "free": max(0, licence.seats - taken), "may_act": _may_act(context)}
