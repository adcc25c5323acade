"""Names, entries and labels as they may be."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from customfields.errors import CustomFieldsError
from customfields.models import Field
from customfields.services.fields.kinds import LISTS
from customfields.text import BETWEEN


def name_is_taken(name: str) -> CustomFieldsError:
    return CustomFieldsError(
        _("There is a field “%(name)s” already, maybe in other letter case.") % {"name": name}, "name"
    )


def clean_name(name: str, field_id: int = 0) -> str:
    clean = " ".join(name.split())
    if not clean:
        raise CustomFieldsError(_("A field needs a name."), "name")
    if "=" in clean:
        raise CustomFieldsError(_("A name cannot hold “=”: providers write name=value."), "name")
    if Field.objects.filter(name__iexact=clean).exclude(pk=field_id).exists():
        raise name_is_taken(clean)
    return clean


def clean_options(kind: str, options: Iterable[str]) -> list[str]:
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


def clean_labels(labels: Mapping[str, str], label: str) -> dict[str, str]:
    return {code: clean for code, word in labels.items() if (clean := word.strip()[:120]) and clean != label}
