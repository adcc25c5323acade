"""What differs from before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from customfields import text
from customfields.models import Field, Value


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one owner: the texts before and after."""

    field_id: int
    name: str
    label: str
    old: str
    new: str
    is_searchable: bool


def differences(of: dict[int, Field], before: dict[int, str], values: Mapping[int, Any]) -> list[Change]:
    changes = []
    for field_id, value in values.items():
        if field_id not in of:
            continue
        field, old = of[field_id], before.get(field_id, "")
        # a box that is not ticked is a value only where it was ticked before
        new = "" if value is False and not old else text.show(field, value)
        if old != new:
            changes.append(Change(field_id, field.name, field.shown, old, new, field.is_searchable))
    return changes


def texts_before(rows: Iterable[Value]) -> dict[int, str]:
    parts: dict[int, list[str]] = {}
    for row in rows:
        parts.setdefault(row.field_id, []).append(str(row))
    return {field_id: text.BETWEEN.join(found) for field_id, found in parts.items()}


def searchable(changes: Iterable[Change]) -> list[str]:
    """The texts that belong into the owner's search document."""
    return [change.new for change in changes if change.is_searchable and change.new]
