"""Fields themselves: name, label, kind, entries."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from common import audit
from common.actor import Actor
from common.unit import write
from customfields.errors import CustomFieldsError
from customfields.models import Field, Kind
from customfields.selectors import tables
from customfields.text import BETWEEN

LISTS = (Kind.CHOICE, Kind.MULTI)
_WORDS = frozenset({Kind.TEXT, Kind.TEXTAREA, Kind.HIDDEN})
# what every single value can become without losing anything: text that is shown as it is
_TO_WORDS = frozenset(Kind.values) - {Kind.MULTI, Kind.TEXTAREA}
_KEEPING: dict[str, frozenset[str]] = {
    Kind.TEXT: _TO_WORDS,
    Kind.HIDDEN: _TO_WORDS | {Kind.TEXTAREA},
    Kind.TEXTAREA: _TO_WORDS | {Kind.TEXTAREA},
    Kind.CHOICE: _WORDS - {Kind.TEXTAREA},
    Kind.MULTI: frozenset({Kind.CHOICE}),
}


def _name(name: str, field_id: int = 0) -> str:
    clean = " ".join(name.split())
    if not clean:
        raise CustomFieldsError(_("A field needs a name."), "name")
    if "=" in clean:
        raise CustomFieldsError(_("A name cannot hold “=”: providers write name=value."), "name")
    if Field.objects.filter(name__iexact=clean).exclude(pk=field_id).exists():
        raise CustomFieldsError(
            _("There is a field “%(name)s” already, maybe in other letter case.") % {"name": clean}, "name"
        )
    return clean


def _options(kind: str, options: Iterable[str]) -> list[str]:
    if kind not in LISTS:
        return []
    clean = list(dict.fromkeys(one for entry in options if (one := " ".join(str(entry).split()))))
    if any(len(one) > 200 for one in clean):
        raise CustomFieldsError(_("An entry may have at most 200 letters."), "options")
    if any(BETWEEN in one for one in clean):
        raise CustomFieldsError(
            _("An entry cannot hold a semicolon: it parts entries on the wire."), "options"
        )
    return clean


def _labels(labels: Mapping[str, str], label: str) -> dict[str, str]:
    return {code: clean for code, word in labels.items() if (clean := word.strip()[:120]) and clean != label}


def is_used(field: Field) -> bool:
    """Has any item a value? Asks each table's index for one row."""
    return any(table._default_manager.filter(field=field).exists() for table in tables().values())


def _kind(field: Field, kind: str) -> str:
    """Raises CustomFieldsError where values would be lost."""
    if kind not in Kind.values:
        raise CustomFieldsError(_("There is no such type."), "kind")
    if kind == field.kind or field.kind in _KEEPING.get(kind, ()) or not is_used(field):
        return kind
    raise CustomFieldsError(
        _(
            "“%(name)s” has values that would be lost as “%(kind)s”. Make a new field of that type instead "
            "and take this one out of the template: its values stay."
        )
        % {"name": field.name, "kind": Kind(kind).label},
        "kind",
    )


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
    clean = _name(name)
    if kind not in Kind.values:
        raise CustomFieldsError(_("There is no such type."), "kind")
    field = Field.objects.create(
        name=clean,
        kind=kind,
        label=label.strip(),
        labels=_labels(labels or {}, label.strip()),
        options=_options(kind, options),
        help=help.strip(),
        is_searchable=is_searchable,
    )
    audit.record("field", field.pk, "field.created", actor, {"name": clean, "kind": kind})
    return field


def _cleaned(field: Field, given: Mapping[str, Any]) -> dict[str, Any]:
    """The columns as they are to be, checked."""
    new = dict(given)
    if "name" in new:
        new["name"] = _name(new["name"], field.pk)
    kind = new["kind"] = _kind(field, new.get("kind", field.kind))
    new["options"] = _options(kind, new.get("options", field.options))
    for name in ("label", "help"):
        if name in new:
            new[name] = new[name].strip()
    if "labels" in new:
        new["labels"] = _labels(new["labels"], new.get("label", field.label))
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
    field.save(update_fields=list(new))
    audit.record("field", field.pk, "field.changed", actor, {"name": field.name, "changed": changed})
    return field
