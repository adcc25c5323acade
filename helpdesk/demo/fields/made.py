"""Templates and fields of the demo company."""

from common.actor import SYSTEM
from common.unit import write
from customfields import services
from customfields.models import Field, Template
from helpdesk.demo.company import NORTHWIND
from helpdesk.demo.fields.asked import BILLING, CUSTOMER, SUPPORT, Asked
from organization.models import Department


@write
def found() -> None:
    """Makes what is missing of templates and fields; a template that somebody made is left alone."""
    for name, asked in (("Support", SUPPORT), ("Billing", BILLING)):
        department = Department.objects.filter(brand__name=NORTHWIND, name=name).first()
        if department is not None and department.ticket_template_id is None:
            department.ticket_template = _template(Template.Of.TICKET, name, asked)
            department.save(update_fields=["ticket_template"])
    if not Template.objects.filter(default_of=Template.Of.CUSTOMER).exists():
        _template(Template.Of.CUSTOMER, "Customers", CUSTOMER, is_default=True)


def _template(kind: str, name: str, asked: tuple[Asked, ...], *, is_default: bool = False) -> Template:
    template = services.create_template(kind=kind, name=name, actor=SYSTEM, is_default=is_default)
    for one in asked:
        services.add_item(template=template, field=_field(one), actor=SYSTEM, step=one.step, **one.switches)
    return template


def _field(asked: Asked) -> Field:
    known = Field.objects.filter(name=asked.name).first()
    return known or services.create_field(
        name=asked.name,
        kind=asked.kind,
        label=asked.label,
        labels={"de": asked.german},
        options=asked.options,
        help=asked.help,
        actor=SYSTEM,
    )
