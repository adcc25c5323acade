"""Templates as a whole."""

from collections.abc import Sequence

from django.db.models import Max

from common import audit
from common.actor import Actor
from common.unit import write
from customfields.models import Item, Template
from customfields.services.templates.lines import SWITCHES, locked_lines

_COPIED = ("field_id", "position", "step", *SWITCHES)


@write
def create_template(*, kind: str, name: str, actor: Actor, is_default: bool = False) -> Template:
    """A template without lines. Of a kind only one can be the default."""
    template = Template.objects.create(kind=kind, name=name[:120], default_of=kind if is_default else None)
    audit.record("template", template.pk, "template.created", actor, {"name": template.name})
    return template


@write
def ensure_default(*, kind: str, actor: Actor) -> Template:
    """The template for what has none of its own; made when it is first needed."""
    known = Template.objects.filter(default_of=kind).first()
    if known is not None:
        return known
    return create_template(kind=kind, name=str(Template.Of(kind).label), actor=actor, is_default=True)


@write
def order_items(*, template: Template, order: Sequence[int], actor: Actor) -> None:
    """The lines in the order of these ids; those not named follow in the order they had."""
    rows = locked_lines(template)
    wanted = {item_id: place for place, item_id in enumerate(order)}
    ordered = sorted(rows, key=lambda row: wanted.get(row.pk, len(wanted)))
    if [row.pk for row in ordered] == [row.pk for row in rows]:
        return
    for place, row in enumerate(ordered, 1):
        row.position = place
    Item.objects.bulk_update(ordered, ["position"])
    audit.record("template", template.pk, "template.ordered", actor, {"name": template.name})


@write
def copy_items(*, template: Template, source: Template, actor: Actor) -> int:
    """Adds the lines of another template that this one has not, behind its own; how many."""
    there = {row.field_id for row in locked_lines(template)}
    last = Item.objects.filter(template=template).aggregate(last=Max("position"))["last"] or 0
    rows = Item.objects.filter(template=source).exclude(field__in=there).order_by("position", "id")
    copies = []
    for place, row in enumerate(rows, last + 1):
        values = {name: getattr(row, name) for name in _COPIED} | {"position": place}
        copies.append(Item(template=template, **values))
    Item.objects.bulk_create(copies)
    if copies:
        data = {"name": template.name, "source": source.name, "n": len(copies)}
        audit.record("template", template.pk, "template.copied", actor, data)
    return len(copies)
