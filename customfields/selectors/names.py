"""Values by the names of their fields, as the wire has them."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from customfields import text
from customfields.errors import CustomFieldsError
from customfields.models import Field
from customfields.selectors.stored import Stored

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Named:
    """What became of `cf_` texts: values by field, names nobody knows, sentences of those that were wrong."""

    values: dict[int, Any] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    wrong: dict[str, str] = field(default_factory=dict)


def read_names(texts: Mapping[str, str]) -> Named:
    """Texts by the names of fields, without `cf_`. Names count letter for letter."""
    named = Named()
    if not texts:
        return named
    # MySQL compares without case: the dictionary is what decides.
    known = {one.name: one for one in Field.objects.filter(name__in=list(texts), is_active=True)}
    for name, value in texts.items():
        if name not in known:
            named.unknown.append(name)
            continue
        try:
            named.values[known[name].pk] = text.parse(known[name], value)
        except CustomFieldsError as error:
            named.wrong[name] = str(error.message)
    return named


def by_names(texts: Mapping[str, str]) -> dict[int, Any]:
    """Values by field id; unknown names and texts that cannot be read are left out, and logged."""
    named = read_names(texts)
    if named.unknown or named.wrong:
        log.info("Custom fields left out: unknown %s, wrong %s", named.unknown, list(named.wrong))
    return named.values


def texts_by_name(values: Mapping[int, Any]) -> dict[str, str]:
    """Values by field id as name → text for the wire; what is empty is left out. One statement, or none."""
    if not values:
        return {}
    known = Field.objects.in_bulk(list(values))
    said = {known[pk].name: text.show(known[pk], value) for pk, value in values.items() if pk in known}
    return {name: value for name, value in said.items() if value}


def name_texts(values: Iterable[Stored]) -> dict[str, str]:
    """Name → text for the wire; the caller puts `cf_` before each."""
    return {stored.name: stored.wire for stored in values}
