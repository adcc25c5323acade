"""The choices of a list's menus: filters, order, views. Each is a link to the list it would show."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.models import User
from organization.guard import AgentRequest, agent_view
from tickets.forms.lists import read_state
from tickets.models import Priority, Status
from tickets.selectors.counts import counts_of
from tickets.selectors.desk import Desk, desk_of
from tickets.selectors.people import agents_for, tags_like
from tickets.selectors.state import SORTS, ListState
from tickets.views.agent.chips import SORT_LABELS
from tickets.views.agent.custom import column_choices, filter_form
from tickets.views.agent.side import side


@dataclass(frozen=True, slots=True)
class Choice:
    label: str
    url: str
    chosen: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a menu's choices depend on."""

    request: AgentRequest
    state: ListState
    desk: Desk

    def url(self, **changes: Any) -> str:
        return f"{reverse('agent_list')}{self.state.but(**changes).query}"


def _toggled(values: tuple[int, ...], value: int) -> tuple[int, ...]:
    return tuple(sorted(set(values) ^ {value}))


def _statuses(asked: Asked) -> list[Choice]:
    chosen = asked.state.status
    return [Choice(str(one.label), asked.url(status=_toggled(chosen, one)), one in chosen) for one in Status]


def _priorities(asked: Asked) -> list[Choice]:
    chosen = asked.state.priority
    return [
        Choice(str(one.label), asked.url(priority=_toggled(chosen, one)), one in chosen)
        for one in reversed(Priority)
    ]


def _groups(asked: Asked) -> list[Choice]:
    return [
        Choice(
            line.name, asked.url(group=line.id, department=0), line.id == asked.state.group, line.department
        )
        for line in asked.desk.groups
    ]


def _brands(asked: Asked) -> list[Choice]:
    chosen = asked.state.brand
    return [
        Choice(line.brand, asked.url(brand=line.brand_id), line.brand_id == chosen)
        for line in asked.desk.brands
    ]


def _tags(asked: Asked) -> list[Choice]:
    found = tags_like("", asked.request.scope)
    return [Choice(tag.name, asked.url(tag=tag.name), tag.name == asked.state.tag) for tag in found]


def _sorts(asked: Asked) -> list[Choice]:
    if asked.state.order == "due":
        return [Choice(str(SORT_LABELS["due"]), asked.url(), chosen=True)]
    return [Choice(str(SORT_LABELS[sort]), asked.url(sort=sort), sort == asked.state.sort) for sort in SORTS]


def _agents(asked: Asked) -> list[Choice]:
    state = asked.state
    groups = asked.desk.narrow(brand=state.brand, department=state.department, group=state.group)
    found = [Choice(_("Nobody"), asked.url(agent=User.QUEUE_ID), state.agent == User.QUEUE_ID)]
    for one in agents_for(groups, me=asked.request.user.pk):
        url, chosen = asked.url(agent=one.user.pk), one.user.pk == state.agent
        found.append(Choice(one.user.name, url, chosen, str(one.open_count)))
    return found


def _views(asked: Asked) -> list[Choice]:
    """The navigation, for screens that have no room for it."""
    scope = asked.request.scope
    parts = side(asked.state, counts_of(scope), scope, asked.desk)
    places = [*parts["views"], *parts["departments"], *parts["brands"], *parts["drawers"]]
    flat = [child for place in places for child in (place, *place.children)]
    return [
        Choice(place.label, place.url, place.current, "" if place.count is None else str(place.count))
        for place in flat
    ]


_MENUS: dict[str, Callable[[Asked], list[Choice]]] = {
    "status": _statuses,
    "priority": _priorities,
    "group": _groups,
    "brand": _brands,
    "tag": _tags,
    "sort": _sorts,
    "agent": _agents,
    "view": _views,
}
_CUSTOM: dict[str, Callable[[AgentRequest], HttpResponse]] = {
    "fields": filter_form,
    "columns": column_choices,
}


@agent_view
@require_GET
def menu(request: AgentRequest, name: str) -> HttpResponse:
    """The choices of one menu, asked for when it opens."""
    if name in _CUSTOM:
        return _CUSTOM[name](request)
    if name not in _MENUS:
        raise Http404
    asked = Asked(request, read_state(request.GET.dict()), desk_of(request.scope))
    return render(request, "agent/list/choices.html", {"choices": _MENUS[name](asked)})
