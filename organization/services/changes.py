"""What all verbs share: set fields, save what changed, write it down."""

from typing import Any

from django.db.models import Model

from common.actor import Actor
from common.audit import record


def _shown(value: Any) -> Any:
    return value.pk if isinstance(value, Model) else value


def apply(row: Model, kind: str, actor: Actor, **fields: Any) -> bool:
    """Sets the fields, saves and audits those that differ. False when nothing did."""
    changed = {name: [_shown(getattr(row, name)), _shown(value)] for name, value in fields.items()}
    changed = {name: pair for name, pair in changed.items() if pair[0] != pair[1]}
    if not changed:
        return False
    for name in changed:
        setattr(row, name, fields[name])
    row.save(update_fields=list(changed))
    record(kind, row.pk, f"{kind}.changed", actor, {"name": str(row), "changed": changed})
    return True
