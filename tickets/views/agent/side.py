"""The navigation beside a list: views, departments with their groups, brands, with live counts."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from common.templatetags import parts
from organization.selectors import Scope
from tickets.permissions import DELETE, SPAM
from tickets.selectors.counts import Counts
from tickets.selectors.desk import Desk
from tickets.selectors.state import ListState


@dataclass(frozen=True, slots=True)
class Place:
    """A link of the navigation; `key` names its count for live updates."""

    label: str
    url: str
    current: bool
    key: str = ""
    count: int | None = None
    icon: str = ""
    shortcut: str = ""
    colour: str = ""
    css: str = ""
    children: tuple["Place", ...] = ()


def counts_by_key(counts: Counts, scope: Scope, desk: Desk) -> dict[str, int]:
    """Every count of the navigation under its key."""
    groups, agents = counts.by_group, counts.by_agent
    found = {
        "mine": agents.get(scope.user_id, 0),
        "queue": counts.queue(scope.member_of),
        "all": sum(groups.values()),
    }
    for line in desk.groups:
        number = groups.get(line.id, 0)
        found[f"g{line.id}"] = number
        for key in (f"d{line.department_id}", f"b{line.brand_id}"):
            found[key] = found.get(key, 0) + number
    return found


def _anchor(place: Place) -> str:
    """A link, drawn here: a desk has many."""
    mark = ""
    if place.icon:
        mark = parts.icon(place.icon)
    elif place.colour:
        mark = format_html(_SQUARE, place.colour)
    key = f' data-key="{place.shortcut}" data-key-label="{escape(place.label)}"' if place.shortcut else ""
    count = f'<span class="n" data-count="{place.key}">{place.count or 0}</span>' if place.key else ""
    css = f' class="{place.css}"' if place.css else ""
    current = ' aria-current="page"' if place.current else ""
    label = f'<span class="cut" dir="auto">{escape(place.label)}</span>'
    return f'<a{css} href="{escape(place.url)}"{current}{key}>{mark}{label}{count}</a>'


_SQUARE = (
    '<svg width="16" height="16" aria-hidden="true">'
    '<rect x="4" y="4" width="8" height="8" rx="2.5" fill="{}"/></svg>'
)


def _drawn(places: list[Place]) -> SafeString:
    flat = [one for place in places for one in (place, *place.children)]
    return mark_safe("\n".join([_anchor(place) for place in flat]))  # noqa: S308  # escaped above


class _Maker:
    def __init__(self, state: ListState | None, counts: dict[str, int], scope: Scope) -> None:
        self.counts, self.scope = counts, scope
        self.base = reverse("agent_list")
        self.here = None if state is None else (state.view, state.brand, state.department, state.group)

    def place(self, label: str, key: str, view: str = "all", **place: Any) -> Place:
        """`place` names brand, department or group; the rest goes to the Place."""
        where = {name: place.pop(name, 0) for name in ("brand", "department", "group")}
        state = ListState(view=view, **where)  # type: ignore[arg-type]  # ours
        current = self.here == (view, where["brand"], where["department"], where["group"])
        return Place(label, f"{self.base}{state.query}", current, key, self.counts.get(key), **place)


def _views(make: _Maker) -> list[Place]:
    return [
        make.place(_("My tickets"), "mine", "mine", icon="user", shortcut="g m"),
        make.place(_("Queue"), "queue", "queue", icon="stack-2", shortcut="g q"),
        make.place(_("All open"), "all", "all", icon="inbox", shortcut="g a"),
        make.place(_("Follow-up"), "", "followup", icon="clock", shortcut="g f"),
    ]


def _departments(make: _Maker, desk: Desk) -> list[Place]:
    found = []
    for head, groups in desk.departments:
        children: tuple[Place, ...] = ()
        if len(groups) > 1:
            children = tuple(
                make.place(line.name, f"g{line.id}", group=line.id, css="sub") for line in groups
            )
        found.append(
            make.place(
                head.department,
                f"d{head.department_id}",
                department=head.department_id,
                icon="building",
                children=children,
            )
        )
    return found


def _drawers(make: _Maker) -> list[Place]:
    found = [make.place(_("Closed"), "", "closed", icon="circle-check")]
    if make.scope.has(SPAM):
        found.append(make.place(_("Spam"), "", "spam", icon="ban"))
    if make.scope.has(DELETE):
        found.append(make.place(_("Deleted"), "", "deleted", icon="trash"))
    return found


def side(state: ListState | None, counts: Counts, scope: Scope, desk: Desk) -> dict[str, Any]:
    """The places, and in `side_sections` the same as the context of agent/side.html."""
    make = _Maker(state, counts_by_key(counts, scope, desk), scope)
    brands = [
        make.place(line.brand, f"b{line.brand_id}", brand=line.brand_id, colour=line.colour)
        for line in desk.brands
    ]
    places = {
        "views": _views(make),
        "departments": _departments(make, desk),
        "brands": brands if len(brands) > 1 else [],
        "drawers": _drawers(make),
    }
    labels = {"views": "", "departments": _("Departments"), "brands": _("Brands"), "drawers": _("Put away")}
    sections = [(labels[name], _drawn(found)) for name, found in places.items() if found]
    return places | {"side_sections": sections}


def title(state: ListState, desk: Desk) -> str:
    """What the list is called: its narrowest place, else its view."""
    if state.group and (line := desk.group(state.group)):
        return line.name
    for head, _groups in desk.departments if state.department else []:
        if head.department_id == state.department:
            return head.department
    for line in desk.brands if state.brand else []:
        if line.brand_id == state.brand:
            return line.brand
    return {
        "mine": _("My tickets"),
        "queue": _("Queue"),
        "followup": _("Follow-up"),
        "closed": _("Closed"),
        "spam": _("Spam"),
        "deleted": _("Deleted"),
    }.get(state.view, _("All open"))
