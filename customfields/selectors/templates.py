"""What templates ask for."""

from django.db.models import QuerySet

from customfields.items import FormItem
from customfields.models import Item, Template


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


def default_template(kind: str) -> Template | None:
    return Template.objects.filter(default_of=kind).first()
