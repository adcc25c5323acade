"""The custom fields of a ticket: what its department asks for, and what it holds beside that."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from customfields import text
from customfields.errors import CustomFieldsError
from customfields.items import FormItem
from customfields.models import Field, Item, Kind, Template
from tickets.models import Ticket, TicketValue
from tickets.selectors.asked import NO

# Written out: a page has few statements, and this one takes the template and the values together.
_ROWS = f"""SELECT f.*, i.id AS item_id, i.step AS item_step, i.agent_sees AS item_sees,
    i.agent_must AS item_must, i.close_must AS item_close,
    v.text AS held_text, v.long AS held_long, v.id AS held_id
  FROM {Field._meta.db_table} f
  LEFT JOIN {Item._meta.db_table} i ON i.field_id = f.id AND i.template_id = COALESCE(%s,
    (SELECT t.id FROM {Template._meta.db_table} t WHERE t.default_of = %s))
  LEFT JOIN {TicketValue._meta.db_table} v ON v.field_id = f.id AND v.ticket_id = %s
  WHERE v.id IS NOT NULL OR (i.id IS NOT NULL AND f.is_active)
  ORDER BY CASE WHEN i.id IS NULL THEN 1 ELSE 0 END,
    i.position, i.id, f.name, v.place"""  # noqa: S608  # our own tables


@dataclass(frozen=True, slots=True)
class Property:
    """A field with what it holds; `is_kept`: the department does not ask for it, the value is from before."""

    item: FormItem
    value: Any = None
    is_kept: bool = False

    @property
    def said(self) -> str:
        return text.said(self.item, self.value)

    @property
    def is_missing(self) -> bool:
        """Closing waits for it."""
        return self.item.close_must and (self.value is None or self.value is False)


@dataclass(slots=True)
class _Found:
    row: Any
    texts: list[str] = field(default_factory=list)


def properties_of(ticket: Ticket, template_id: int | None) -> list[Property]:
    """In the template's order, those kept from before at the end. One statement."""
    found: dict[int, _Found] = {}
    rows: Iterable[Any] = Field.objects.raw(_ROWS, [template_id, Template.Of.TICKET, ticket.pk])
    for row in rows:
        one = found.setdefault(row.pk, _Found(row))
        if row.held_id is not None:
            one.texts.append(row.held_long or row.held_text)
    return [_property(one) for one in found.values()]


def _property(found: _Found) -> Property:
    row = found.row
    item = FormItem(
        field_id=row.pk,
        name=row.name,
        label=row.shown,
        kind=row.kind,
        options=tuple(row.options),
        help=row.help,
        is_searchable=row.is_searchable,
        step=row.item_step or "none",
        agent_sees=bool(row.item_sees),
        agent_must=bool(row.item_must),
        close_must=bool(row.item_close),
    )
    return Property(item, _value(item, found.texts), is_kept=row.item_id is None or not row.is_active)


def _value(item: FormItem, texts: list[str]) -> Any:
    if not texts:
        return None
    if item.kind == Kind.MULTI:
        return tuple(texts)
    if item.kind == Kind.BOOL:
        return texts[0] != NO
    try:
        return text.parse(item, texts[0])
    except CustomFieldsError:  # what the field was before
        return texts[0]
