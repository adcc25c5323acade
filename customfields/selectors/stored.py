"""Values as others read them; one statement however many owners and fields."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from customfields import text
from customfields.models import Kind, Value


@dataclass(frozen=True, slots=True)
class Stored:
    """A value with what is needed to show it."""

    field_id: int
    name: str
    label: str
    kind: str
    value: Any

    @property
    def wire(self) -> str:
        return text.show(self, self.value)

    @property
    def said(self) -> str:
        return text.said(self, self.value)


def _read(kind: str, rows: list[Value]) -> Any:
    """The value of the rows of one field and owner, in order of their place."""
    if kind == Kind.MULTI:
        return tuple(str(row) for row in rows)
    first = str(rows[0])
    if kind == Kind.NUMBER:
        return Decimal(first)  # not from its column: SQLite keeps fifteen digits there
    if kind == Kind.DATETIME:
        return datetime.fromisoformat(first)
    if kind == Kind.DATE:
        return date.fromisoformat(first)
    return first == "True" if kind == Kind.BOOL else first


def _folded(rows: Iterable[Value]) -> dict[int, Stored]:
    by_field: dict[int, list[Value]] = defaultdict(list)
    for row in rows:
        by_field[row.field_id].append(row)
    found = {}
    for field_id, group in by_field.items():
        of = group[0].field
        found[field_id] = Stored(field_id, of.name, of.shown, of.kind, _read(of.kind, group))
    return found


def values_of(model: type[Value], owner: Any) -> dict[int, Stored]:
    """All values of an owner (a row or an id) by field id: one statement."""
    return values_of_many(model, [getattr(owner, "pk", owner)]).get(getattr(owner, "pk", owner), {})


def values_of_many(
    model: type[Value], owners: Iterable[int], field_ids: Iterable[int] | None = None
) -> dict[int, dict[int, Stored]]:
    """Owner id → field id → value, for lists: one statement however many owners and fields."""
    key = f"{model.OWNER}_id"
    ids = list(owners)
    if not ids:
        return {}
    rows = (
        model._default_manager.select_related("field").filter(**{f"{key}__in": ids}).order_by("place", "id")
    )
    if field_ids is not None:
        rows = rows.filter(field__in=list(field_ids))
    by_owner: dict[int, list[Value]] = defaultdict(list)
    for row in rows:
        by_owner[getattr(row, key)].append(row)
    return {owner: _folded(group) for owner, group in by_owner.items()}
