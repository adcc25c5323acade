"""The boxes of all lines, and their order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from customfields.models import Item
from customfields.services.fields import LISTS
from organization.selectors.fields import Place

_BOXES = {
    "user_sees": _("users see"),
    "user_must": _("users must"),
    "agent_sees": _("agents see"),
    "agent_must": _("agents must"),
    "close_must": _("to close"),
}


@dataclass(frozen=True, slots=True)
class Box:
    """One check box of a line. One that needs another is of no use while that one is empty."""

    name: str
    label: Any
    is_checked: bool
    needs: str = ""
    is_off: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    item: Item
    boxes: tuple[Box, ...]
    entries: int  # of a drop-down or multi-select; -1: no list


def boxes_of(place: Place) -> tuple[str, ...]:
    """The switches that mean something at this place."""
    users = ("user_sees", "user_must") if place.has_users else ()
    close = ("close_must",) if place.can_close else ()
    return (*users, "agent_sees", "agent_must", *close)


class LinesForm:
    """The boxes of all lines and their order. Whatever is posted is valid: a box is there or not."""

    def __init__(self, place: Place, items: Sequence[Item], data: Mapping[str, str] | None = None) -> None:
        self.place, self.items, self.data = place, items, data

    def _is_checked(self, item: Item, box: str) -> bool:
        return bool(getattr(item, box)) if self.data is None else f"l{item.pk}-{box}" in self.data

    @property
    def order(self) -> list[int]:
        """By the script's list, else by the numbers that were typed."""
        data = self.data or {}
        told = [int(one) for one in data.get("order", "").split(",") if one.strip().isdecimal()]
        if told:
            return told
        places = {}
        for place, item in enumerate(self.items, 1):
            typed = data.get(f"l{item.pk}-place", "")
            new = int(typed) if typed.isdecimal() else place
            # the line that had this place makes room on the side it came from
            places[item.pk] = new + (0.5 if new > place else -0.5 if new < place else 0)
        return sorted(places, key=lambda pk: places[pk])

    @property
    def switches(self) -> dict[int, dict[str, bool]]:
        wanted = boxes_of(self.place)
        return {item.pk: {box: self._is_checked(item, box) for box in wanted} for item in self.items}

    @property
    def lines(self) -> list[Line]:
        wanted = boxes_of(self.place)
        ranks = {pk: rank for rank, pk in enumerate(self.order)}
        lines = []
        for item in sorted(self.items, key=lambda one: ranks.get(one.pk, len(ranks))):
            on = {box: self._is_checked(item, box) for box in wanted}
            boxes = []
            for box in wanted:
                needs = box.replace("must", "sees") if box in ("user_must", "agent_must") else ""
                off = bool(needs) and not on[needs]
                needed = f"l{item.pk}-{needs}" if needs else ""
                boxes.append(Box(f"l{item.pk}-{box}", _BOXES[box], on[box] and not off, needed, off))
            entries = len(item.field.options) if item.field.kind in LISTS else -1
            lines.append(Line(item, tuple(boxes), entries))
        return lines
