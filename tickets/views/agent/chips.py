"""The filters over a list: what is set, with its way out, and what may be set."""

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
from tickets.selectors.desk import Desk, desk_of
from tickets.selectors.people import agents_for, tags_like
from tickets.selectors.state import SORTS, ListState, Sort


@dataclass(frozen=True, slots=True)
class Chip:
    """`value` and `clear_url` are "" while it is not set."""

    name: str
    label: str
    value: str
    clear_url: str
    menu_url: str


@dataclass(frozen=True, slots=True)
class Choice:
    label: str
    url: str
    chosen: bool
    icon: str = ""
    note: str = ""


def _values(state: ListState, desk: Desk, agent_name: str) -> dict[str, str]:
    group = desk.group(state.group)
    brand = next((line.brand for line in desk.brands if line.brand_id == state.brand), "")
    return {
        "status": ", ".join(str(Status(value).label) for value in state.status),
        "priority": ", ".join(str(Priority(value).label) for value in state.priority),
        "agent": _agent_word(state.agent, agent_name),
        "group": group.name if group else "",
        "brand": brand,
        "tag": state.tag,
        "text": state.text,
    }


def _agent_word(agent: int, name: str) -> str:
    if not agent:
        return ""
    return _("Nobody") if agent == User.QUEUE_ID else name or _("Agent %(id)s") % {"id": agent}


def chips(state: ListState, desk: Desk, agent_name: str = "") -> list[Chip]:
    """In the order in which they are thought of. `agent_name`: of the agent that is filtered by, if known."""
    labels = {
        "status": _("Status"),
        "group": _("Group"),
        "agent": _("Agent"),
        "priority": _("Priority"),
        "tag": _("Tag"),
        "brand": _("Brand"),
    }
    if state.view in ("mine", "queue"):
        del labels["agent"]
    if len(desk.brands) < 2:
        del labels["brand"]
    values = _values(state, desk, agent_name)
    base, query = reverse("agent_list"), state.but().query
    found = []
    for name, label in labels.items():
        default: Any = () if name in ("status", "priority") else "" if name == "tag" else 0
        clear = f"{base}{state.but(**{name: default}).query}" if values[name] else ""
        found.append(Chip(name, label, values[name], clear, reverse("agent_filter", args=[name]) + query))
    if state.text:
        clear = f"{base}{state.but(text='').query}"
        found.append(Chip("text", _("Text"), state.text, clear, ""))
    return found


def sort_choices(state: ListState) -> list[Choice]:
    """The orders; the chosen one is marked."""
    labels: dict[Sort, str] = {
        "activity": _("Last activity"),
        "oldest": _("Longest without activity"),
        "created": _("Newest"),
        "priority": _("Priority"),
    }
    base = reverse("agent_list")
    return [Choice(labels[sort], f"{base}{state.but(sort=sort).query}", sort == state.sort) for sort in SORTS]


def _toggled(values: tuple[int, ...], value: int) -> tuple[int, ...]:
    return tuple(sorted(set(values) ^ {value}))


def _menu(name: str, state: ListState, desk: Desk, request: AgentRequest) -> list[Choice]:
    def url(**changes: Any) -> str:
        return f"{reverse('agent_list')}{state.but(**changes).query}"

    if name == "agent":
        return _agents(state, desk, request, url)
    if name == "status":
        chosen = state.status
        return [Choice(str(s.label), url(status=_toggled(chosen, s)), s in chosen) for s in Status]
    if name == "priority":
        levels = state.priority
        return [
            Choice(str(p.label), url(priority=_toggled(levels, p)), p in levels) for p in reversed(Priority)
        ]
    if name == "group":
        return [
            Choice(line.name, url(group=line.id, department=0), line.id == state.group, "", line.department)
            for line in desk.groups
        ]
    if name == "brand":
        return [
            Choice(line.brand, url(brand=line.brand_id), line.brand_id == state.brand) for line in desk.brands
        ]
    return [
        Choice(tag.name, url(tag=tag.name), tag.name == state.tag) for tag in tags_like("", request.scope)
    ]


def _agents(state: ListState, desk: Desk, request: AgentRequest, url: Callable[..., str]) -> list[Choice]:
    groups = desk.narrow(brand=state.brand, department=state.department, group=state.group)
    nobody = [Choice(_("Nobody"), url(agent=User.QUEUE_ID), state.agent == User.QUEUE_ID)]
    return nobody + [
        Choice(one.user.name, url(agent=one.user.pk), one.user.pk == state.agent, "", str(one.open_count))
        for one in agents_for(groups, me=request.user.pk)
    ]


@agent_view
@require_GET
def filter_menu(request: AgentRequest, name: str) -> HttpResponse:
    """The choices of one filter, asked for when its menu opens."""
    if name not in ("status", "priority", "group", "brand", "tag", "agent"):
        raise Http404
    state = read_state(request.GET.dict())
    choices = _menu(name, state, desk_of(request.scope), request)
    return render(request, "agent/list/choices.html", {"choices": choices})
