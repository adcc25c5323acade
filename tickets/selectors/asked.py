"""Which fields a department asks for."""

from collections.abc import Iterable

from django.db.models import Exists, Q, QuerySet

from customfields.items import FormItem
from customfields.models import Item, Kind, Template
from customfields.selectors import form_item
from organization.models import Department
from tickets.models import Ticket, TicketValue

NO = "False"  # how a box that is not ticked is kept


def items_by_department(departments: Iterable[Department]) -> dict[int, tuple[FormItem, ...]]:
    """The fields of each department's template, in order; without one those of the default. One statement."""
    wanted = {department.pk: department.ticket_template_id for department in departments}
    if not wanted:
        return {}
    found: dict[int, list[FormItem]] = {}
    default = 0
    rows = Item.objects.select_related("field", "template").filter(
        Q(template__in=[pk for pk in wanted.values() if pk]) | Q(template__default_of=Template.Of.TICKET),
        field__is_active=True,
    )
    for row in rows.order_by("position", "id"):
        found.setdefault(row.template_id, []).append(form_item(row))
        if row.template.default_of == Template.Of.TICKET:
            default = row.template_id
    return {pk: tuple(found.get(template or default, ())) for pk, template in wanted.items()}


def _of_department(department_id: int) -> QuerySet[Item]:
    own = Department.objects.filter(pk=department_id, ticket_template__isnull=False)
    rows = Item.objects.select_related("field").filter(field__is_active=True)
    asked = rows.filter(
        Q(template__in=own.values("ticket_template_id"))
        | Q(~Exists(own), template__default_of=Template.Of.TICKET)
    )
    return asked.order_by("position", "id")


def items_for(department_id: int) -> tuple[FormItem, ...]:
    """The fields of one department, in order. One statement."""
    return tuple(form_item(row) for row in _of_department(department_id))


def missing_to_close(ticket: Ticket) -> list[str]:
    """What the fields are called that closing waits for; a box has to be ticked. One statement."""
    no = Q(field__kind=Kind.BOOL, text=NO)
    held = TicketValue.objects.filter(ticket=ticket).exclude(no).values("field_id")
    rows = _of_department(ticket.department_id).filter(close_must=True)
    return [row.field.shown for row in rows.exclude(field_id__in=held)]
