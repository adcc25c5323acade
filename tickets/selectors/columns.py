"""Custom fields in lists: the filters of an address, and columns with what tickets hold."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from django.db.models import Q, QuerySet
from django.utils import timezone

from customfields.models import Field, Item, Kind, Template
from customfields.selectors import values_of_many
from organization.models import Department
from tickets.models import Ticket, TicketValue
from tickets.selectors.desk import Desk

# How each kind is filtered by. An address says it before the value, so a list needs no look at the fields.
IS, NOT, STARTS, NUMBER, DAY, MOMENT = "is", "not", "starts", "number", "day", "moment"
BETWEEN = ".."
_OPS = {
    Kind.CHOICE: IS,
    Kind.MULTI: IS,
    Kind.BOOL: IS,
    Kind.NUMBER: NUMBER,
    Kind.DATE: DAY,
    Kind.DATETIME: MOMENT,
}


def op_of(kind: str) -> str:
    return _OPS.get(Kind(kind), STARTS)


def _seen() -> QuerySet[Item]:
    """Lines of templates that agents see."""
    return Item.objects.filter(template__kind=Template.Of.TICKET, agent_sees=True)


def ticket_fields(desk: Desk) -> list[Field]:
    """What the departments of an agent's desk ask for and show to agents, by name. One statement."""
    departments = {line.department_id for line in desk.groups}
    own = Department.objects.filter(pk__in=departments, ticket_template__isnull=False)
    asked = _seen().filter(
        Q(template__in=own.values("ticket_template_id")) | Q(template__default_of=Template.Of.TICKET)
    )
    rows = Field.objects.filter(is_active=True, pk__in=asked.values("field_id"))
    return sorted(rows, key=lambda one: one.shown.lower())


def holding(rows: QuerySet[Ticket], custom: Iterable[tuple[int, str]]) -> QuerySet[Ticket]:
    """The tickets whose fields hold what is asked for: by the indexes of field and value.

    A field that no agent sees holds nothing here.
    """
    for field_id, asked in custom:
        op, _, value = asked.partition(":")
        seen = _seen().filter(field=field_id).values("field_id")
        held = TicketValue.objects.filter(_condition(op, value), field=field_id, field_id__in=seen)
        found = held.values("ticket_id")
        rows = rows.exclude(pk__in=found) if op == NOT else rows.filter(pk__in=found)
    return rows


def _condition(op: str, value: str) -> Q:
    if op in (IS, NOT):
        return Q(text=value[:255])
    if op == STARTS:
        return Q(text__istartswith=value)
    column = "number" if op == NUMBER else "at"
    first, _, last = value.partition(BETWEEN)
    found = Q()
    if first:
        found &= Q(**{f"{column}__gte": _edge(op, first)})
    if last:
        found &= Q(**{f"{column}__lt" if op == MOMENT else f"{column}__lte": _edge(op, last, is_last=True)})
    return found


def _edge(op: str, text: str, *, is_last: bool = False) -> Decimal | datetime:
    """A day of a moment is the reader's; the last one counts whole."""
    if op == NUMBER:
        return Decimal(text)
    day = date.fromisoformat(text)
    if op == DAY:
        return datetime.combine(day, time(), UTC)
    return timezone.make_aware(datetime.combine(day + timedelta(days=int(is_last)), time()))


@dataclass(frozen=True, slots=True)
class Columns:
    """What stands beside the rows: the fields in order, and what each ticket holds."""

    fields: tuple[Field, ...] = ()
    said: dict[int, tuple[str, ...]] | None = None

    def of(self, ticket_id: int) -> tuple[str, ...]:
        return (self.said or {}).get(ticket_id) or ("",) * len(self.fields)


def columns_for(chosen: Sequence[int], known: Iterable[Field], tickets: Sequence[int]) -> Columns:
    """One statement, none where nothing is chosen. A field that is gone since is left out."""
    by_id = {field.pk: field for field in known}
    fields = tuple(by_id[pk] for pk in chosen if pk in by_id)
    if not fields or not tickets:
        return Columns(fields)
    held = values_of_many(TicketValue, tickets, [field.pk for field in fields])
    said = {
        ticket: tuple(values[field.pk].said if field.pk in values else "" for field in fields)
        for ticket, values in held.items()
    }
    return Columns(fields, said)
