"""Templates, fields and values as others read them; each a single statement however many fields there are."""

import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from customfields import text
from customfields.errors import CustomFieldsError
from customfields.items import FormItem
from customfields.models import Field, Item, Kind, Template, Value

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Stored:
    """A value with what is needed to show it."""

    field_id: int
    name: str
    label: str
    kind: str
    value: Any

    @property
    def wire(self) -> str:
        return text.show(self, self.value)

    @property
    def said(self) -> str:
        return text.said(self, self.value)


@dataclass(slots=True)
class Named:
    """What became of `cf_` texts: values by field, names nobody knows, sentences of those that were wrong."""

    values: dict[int, Any] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    wrong: dict[str, str] = field(default_factory=dict)


def form_item(item: Item) -> FormItem:
    """The line of a template with its field loaded."""
    return FormItem(
        field_id=item.field_id,
        name=item.field.name,
        label=item.field.shown,
        kind=item.field.kind,
        options=tuple(item.field.options),
        help=item.field.help,
        is_searchable=item.field.is_searchable,
        step=item.step,
        user_sees=item.user_sees,
        user_must=item.user_must,
        agent_sees=item.agent_sees,
        agent_must=item.agent_must,
        close_must=item.close_must,
    )


def lines_of(template: "Template | int | None", kind: str = Template.Of.TICKET) -> QuerySet[Item]:
    """The rows of a template in order; without one those of the kind's default."""
    rows = Item.objects.select_related("field").filter(field__is_active=True).order_by("position", "id")
    if template is None:
        return rows.filter(template__default_of=kind)
    return rows.filter(template=template)


def items_of(template: "Template | int | None", kind: str = Template.Of.TICKET) -> tuple[FormItem, ...]:
    """What a template asks for, in order: one statement. None is the default of the kind."""
    return tuple(form_item(item) for item in lines_of(template, kind))


def tables() -> dict[str, type[Value]]:
    """Kind of template → the table of its owners' values, of the apps that have one."""
    found = {table.TEMPLATE: table for table in Value.__subclasses__()}
    return {kind: found[kind] for kind in Template.Of.values if kind in found}


def default_template(kind: str) -> Template | None:
    return Template.objects.filter(default_of=kind).first()


def field_for(field_id: int) -> Field:
    """Raises Http404. Fields are for administrators; the caller has checked that."""
    found = Field.objects.filter(pk=field_id, is_active=True).first()
    if found is None:
        raise Http404
    return found


def fields(kinds: Iterable[str] = (), *, searchable: bool = False) -> list[Field]:
    """All fields in use, by name."""
    rows = Field.objects.filter(is_active=True).order_by("name")
    if kinds:
        rows = rows.filter(kind__in=list(kinds))
    return list(rows.filter(is_searchable=True) if searchable else rows)


def _read(kind: str, rows: list[Value]) -> Any:
    """The value of the rows of one field and owner, in order of their place."""
    if kind == Kind.MULTI:
        return tuple(str(row) for row in rows)
    first = str(rows[0])
    if kind == Kind.NUMBER:
        return Decimal(first)  # not from its column: SQLite keeps fifteen digits there
    if kind == Kind.DATETIME:
        return datetime.fromisoformat(first)
    if kind == Kind.DATE:
        return date.fromisoformat(first)
    return first == "True" if kind == Kind.BOOL else first


def _folded(rows: Iterable[Value]) -> dict[int, Stored]:
    by_field: dict[int, list[Value]] = defaultdict(list)
    for row in rows:
        by_field[row.field_id].append(row)
    found = {}
    for field_id, group in by_field.items():
        of = group[0].field
        found[field_id] = Stored(field_id, of.name, of.shown, of.kind, _read(of.kind, group))
    return found


def values_of(model: type[Value], owner: Any) -> dict[int, Stored]:
    """All values of an owner (a row or an id) by field id: one statement."""
    return values_of_many(model, [getattr(owner, "pk", owner)]).get(getattr(owner, "pk", owner), {})


def values_of_many(
    model: type[Value], owners: Iterable[int], field_ids: Iterable[int] | None = None
) -> dict[int, dict[int, Stored]]:
    """Owner id → field id → value, for lists: one statement however many owners and fields."""
    key = f"{model.OWNER}_id"
    ids = list(owners)
    if not ids:
        return {}
    rows = (
        model._default_manager.select_related("field").filter(**{f"{key}__in": ids}).order_by("place", "id")
    )
    if field_ids is not None:
        rows = rows.filter(field__in=list(field_ids))
    by_owner: dict[int, list[Value]] = defaultdict(list)
    for row in rows:
        by_owner[getattr(row, key)].append(row)
    return {owner: _folded(group) for owner, group in by_owner.items()}


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
