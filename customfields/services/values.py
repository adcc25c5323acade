"""Values: what changed is written and told, the rest is left alone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from common import audit
from common.actor import Actor
from common.unit import write
from customfields import text
from customfields.models import Field, Kind, Value

INDEXED = 255


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one owner: the texts before and after."""

    field_id: int
    name: str
    label: str
    old: str
    new: str
    is_searchable: bool


def _columns(of: Field, value: Any) -> list[dict[str, Any]]:
    """The rows of a value, without its owner."""
    if of.kind == Kind.MULTI:
        return [_row(one) | {"place": place} for place, one in enumerate(text.entries(value))]
    row = _row(text.show(of, value))
    if of.kind == Kind.NUMBER:
        row["number"] = Decimal(row["text"])
    elif of.kind == Kind.BOOL:
        row["number"] = Decimal(1 if value else 0)
    elif of.kind == Kind.DATETIME:
        row["at"] = datetime.fromisoformat(row["text"])
    elif of.kind == Kind.DATE:
        row["at"] = datetime.combine(date.fromisoformat(row["text"]), time(), UTC)
    return [row]


def _row(said: str) -> dict[str, Any]:
    return {"text": said[:INDEXED], "long": said if len(said) > INDEXED else ""}


def _differences(of: dict[int, Field], before: dict[int, str], values: Mapping[int, Any]) -> list[Change]:
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


def _before(rows: Iterable[Value]) -> dict[int, str]:
    parts: dict[int, list[str]] = {}
    for row in rows:
        parts.setdefault(row.field_id, []).append(str(row))
    return {field_id: text.BETWEEN.join(found) for field_id, found in parts.items()}


@write
def save(
    model: type[Value],
    owner: Any,
    values: Mapping[int, Any],
    *,
    actor: Actor,
    item_kind: str = "",
) -> list[Change]:
    """Writes values by field id (None takes one away) and returns what changed.

    `owner` is a row or an id. With `item_kind` the change gets a line in the item's history. Fields that do
    not exist are ignored; fields not named keep their values. The caller holds the owner's lock.
    """
    if not values:
        return []
    owner_id = getattr(owner, "pk", owner)
    of = {field.pk: field for field in Field.objects.filter(pk__in=list(values))}
    key = f"{model.OWNER}_id"
    rows = model._default_manager.filter(**{key: owner_id}, field__in=list(of)).order_by("place", "id")
    changes = _differences(of, _before(rows), values)
    if not changes:
        return []
    ids = [change.field_id for change in changes]
    if any(change.old for change in changes):
        model._default_manager.filter(**{key: owner_id}, field__in=ids).delete()
    model._default_manager.bulk_create(
        model(**{key: owner_id}, field_id=change.field_id, **columns)
        for change in changes
        if change.new
        for columns in _columns(of[change.field_id], values[change.field_id])
    )
    if item_kind:
        data = {"fields": [[change.name, change.old[:500], change.new[:500]] for change in changes]}
        audit.record(item_kind, owner_id, "fields.changed", actor, data)
    return changes


def searchable(changes: Iterable[Change]) -> list[str]:
    """The texts that belong into the owner's search document."""
    return [change.new for change in changes if change.is_searchable and change.new]
