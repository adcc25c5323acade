"""Values are written."""

from collections.abc import Mapping
from typing import Any

from common import audit
from common.actor import Actor
from common.unit import write
from customfields.models import Field, Value
from customfields.services.values.changes import Change, differences, texts_before
from customfields.services.values.rows import rows_of


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
    changes = differences(of, texts_before(rows), values)
    if not changes:
        return []
    ids = [change.field_id for change in changes]
    if any(change.old for change in changes):
        model._default_manager.filter(**{key: owner_id}, field__in=ids).delete()
    model._default_manager.bulk_create(
        model(**{key: owner_id}, field_id=change.field_id, **columns)
        for change in changes
        if change.new
        for columns in rows_of(of[change.field_id], values[change.field_id])
    )
    if item_kind:
        data = {"fields": [[change.name, change.old[:500], change.new[:500]] for change in changes]}
        audit.record(item_kind, owner_id, "fields.changed", actor, data)
    return changes
