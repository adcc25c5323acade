"""Which items hold a value, and what search finds."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from customfields import text
from customfields.models import Field, Kind, Template, Value


def tables() -> dict[str, type[Value]]:
    """Kind of template → the table of its owners' values, of the apps that have one."""
    found = {table.TEMPLATE: table for table in Value.__subclasses__()}
    return {kind: found[kind] for kind in Template.Of.values if kind in found}


def owners_with(model: type[Value], of: Field, value: Any) -> QuerySet[Value, int]:
    """Ids of owners whose field has this value, by an index: a subquery for filters of lists."""
    rows: QuerySet[Value] = model._default_manager.filter(field=of)
    if value is not None and of.kind == Kind.NUMBER:
        rows = rows.filter(number=value)
    elif value is not None:
        wanted = text.entries(value) if of.kind == Kind.MULTI else (text.show(of, value),)
        rows = rows.filter(text__in=[one[:255] for one in wanted])
    return rows.values_list(f"{model.OWNER}_id", flat=True)


def searched(model: type[Value], owners: Iterable[int]) -> dict[int, list[str]]:
    """The texts of searchable values by owner, for search documents: one statement."""
    key = f"{model.OWNER}_id"
    rows = model._default_manager.filter(**{f"{key}__in": list(owners)}, field__is_searchable=True)
    found: dict[int, list[str]] = defaultdict(list)
    for row in rows.order_by("field_id", "place"):
        found[getattr(row, key)].append(str(row))
    return found
