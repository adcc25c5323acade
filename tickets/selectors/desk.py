"""The tree an agent works in: brands, departments and groups, fetched once a page."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from organization.models import Brand, Department, Group
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


# Written out: every page asks, and built by the ORM each time it would cost more than it takes to run.
_LINES = f"""SELECT g.id, g.name, g.is_active, d.id, d.name, b.id, b.name, b.colour, d.front_line_id
  FROM {Group._meta.db_table} g JOIN {Department._meta.db_table} d ON d.id = g.department_id
  JOIN {Brand._meta.db_table} b ON b.id = d.brand_id"""  # noqa: S608  # our own tables
_ORDER = "ORDER BY b.sort, b.id, d.sort, d.id, g.sort, g.id"


def _lines(condition: str = "", values: Sequence[int] = ()) -> tuple[GroupLine, ...]:
    with connection.cursor() as cursor:
        cursor.execute(f"{_LINES} {condition} {_ORDER}", list(values))
        rows = cursor.fetchall()
    return tuple(
        GroupLine(*(pk, name, bool(active), *above, pk == front)) for pk, name, active, *above, front in rows
    )


def desk_of(scope: Scope) -> Desk:
    """What this agent sees. One SQL statement."""
    groups = scope.group_list
    if groups is None:
        return Desk(_lines(), True)
    if not groups:
        return Desk((), False)
    return Desk(_lines(f"WHERE g.id IN ({', '.join(['%s'] * len(groups))})", groups), False)


def whole_desk() -> Desk:
    """All active groups: where a ticket may be transferred to, seen or not."""
    return Desk(_lines("WHERE g.is_active AND d.is_active"), True)
