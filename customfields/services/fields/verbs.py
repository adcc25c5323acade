"""Fields are made and changed."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from common import audit
from common.actor import Actor
from common.unit import write
from customfields.errors import CustomFieldsError
from customfields.models import Field, Kind
from customfields.services.fields.checks import clean_labels, clean_name, clean_options, name_is_taken
from customfields.services.fields.kinds import clean_kind


@write
def create_field(
    *,
    name: str,
    actor: Actor,
    kind: str = Kind.TEXT,
    label: str = "",
    labels: Mapping[str, str] | None = None,
    options: Iterable[str] = (),
    help: str = "",  # noqa: A002  # what the column is called
    is_searchable: bool = True,
) -> Field:
    """Raises CustomFieldsError."""
    clean = clean_name(name)
    if kind not in Kind.values:
        raise CustomFieldsError(_("There is no such type."), "kind")
    field = Field(
        name=clean,
        kind=kind,
        label=label.strip(),
        labels=clean_labels(labels or {}, label.strip()),
        options=clean_options(kind, options),
        help=help.strip(),
        is_searchable=is_searchable,
    )
    _store(field)
    audit.record("field", field.pk, "field.created", actor, {"name": clean, "kind": kind})
    return field


def _store(field: Field) -> None:
    """A database may take two names for one that differ in more than case (Straße, Strasse)."""
    try:
        with transaction.atomic():
            field.save()
    except IntegrityError as error:
        raise name_is_taken(field.name) from error


def _cleaned(field: Field, given: Mapping[str, Any]) -> dict[str, Any]:
    """The columns as they are to be, checked."""
    new = dict(given)
    if "name" in new:
        new["name"] = clean_name(new["name"], field.pk)
    kind = new["kind"] = clean_kind(field, new.get("kind", field.kind))
    new["options"] = clean_options(kind, new.get("options", field.options))
    for name in ("label", "help"):
        if name in new:
            new[name] = new[name].strip()
    if "labels" in new:
        new["labels"] = clean_labels(new["labels"], new.get("label", field.label))
    return new


@write
def edit_field(*, field: Field, actor: Actor, **columns: Any) -> Field:
    """Name, label, labels, kind, options, help, is_searchable. Raises CustomFieldsError.

    Values are never lost: an entry that is taken out stays with the items that have it.
    """
    field = Field.objects.select_for_update().get(pk=field.pk)
    new = _cleaned(field, columns)
    changed = {
        name: [getattr(field, name), value] for name, value in new.items() if getattr(field, name) != value
    }
    if not changed:
        return field
    for name, value in new.items():
        setattr(field, name, value)
    _store(field)
    audit.record("field", field.pk, "field.changed", actor, {"name": field.name, "changed": changed})
    return field
