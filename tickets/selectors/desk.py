"""The tree an agent works in: brands, departments and groups, fetched once a page."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from organization.models import Group
from organization.selectors import Scope


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group with the names above it."""

    id: int
    name: str
    is_active: bool
    department_id: int
    department: str
    brand_id: int
    brand: str
    colour: str
    is_front_line: bool


@dataclass(frozen=True, slots=True)
class Desk:
    """The groups an agent sees, in order. `sees_all`: no group is outside."""

    groups: tuple[GroupLine, ...]
    sees_all: bool

    def group(self, group_id: int) -> GroupLine | None:
        return next((line for line in self.groups if line.id == group_id), None)

    def narrow(self, *, brand: int = 0, department: int = 0, group: int = 0) -> list[int]:
        """The ids of the groups under a brand, a department or alone; 0 means any."""
        return [
            line.id
            for line in self.groups
            if (not brand or line.brand_id == brand)
            and (not department or line.department_id == department)
            and (not group or line.id == group)
        ]

    @property
    def departments(self) -> list[tuple[GroupLine, list[GroupLine]]]:
        """Each department, told by its first group, with its groups."""
        found: dict[int, list[GroupLine]] = {}
        for line in self.groups:
            found.setdefault(line.department_id, []).append(line)
        return [(lines[0], lines) for lines in found.values()]

    @property
    def brands(self) -> list[GroupLine]:
        """One group of each brand, for its name and colour."""
        found: dict[int, GroupLine] = {}
        for line in self.groups:
            found.setdefault(line.brand_id, line)
        return list(found.values())


_COLUMNS = (
    "id",
    "name",
    "is_active",
    "department_id",
    "department__name",
    "department__brand_id",
    "department__brand__name",
    "department__brand__colour",
    "department__front_line_id",
)


def _lines(rows: Iterable[tuple[Any, ...]]) -> tuple[GroupLine, ...]:
    return tuple(GroupLine(*(*row[:8], row[0] == row[8])) for row in rows)


def desk_of(scope: Scope) -> Desk:
    """What this agent sees. One SQL statement."""
    rows = Group.objects.order_by(
        "department__brand__sort", "department__brand_id", "department__sort", "department_id", "sort", "id"
    )
    if scope.groups is not None:
        rows = rows.filter(pk__in=scope.group_list or [])
    return Desk(_lines(rows.values_list(*_COLUMNS)), scope.groups is None)


def whole_desk() -> Desk:
    """All active groups: where a ticket may be transferred to, seen or not."""
    rows = Group.objects.filter(is_active=True, department__is_active=True).order_by(
        "department__brand__sort", "department__brand_id", "department__sort", "department_id", "sort", "id"
    )
    return Desk(_lines(rows.values_list(*_COLUMNS)), True)
