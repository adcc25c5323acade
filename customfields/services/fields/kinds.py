"""Types of fields, and which of them can become which."""

from django.utils.translation import gettext as _

from customfields.errors import CustomFieldsError
from customfields.models import Field, Kind
from customfields.selectors import tables

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


def is_used(field: Field) -> bool:
    """Has any item a value? Asks each table's index for one row."""
    return any(table._default_manager.filter(field=field).exists() for table in tables().values())


def clean_kind(field: Field, kind: str) -> str:
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
