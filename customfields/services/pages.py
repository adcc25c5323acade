"""What a settings page saves at once: the lines of a template, their order, and one open field."""

from collections.abc import Mapping, Sequence
from typing import Any

from common.actor import Actor
from common.unit import write
from customfields.models import Item, Template
from customfields.services.fields import create_field, edit_field
from customfields.services.templates import add_item, edit_item, order_items


@write
def save_template(
    *,
    template: Template,
    lines: Mapping[int, Mapping[str, Any]],
    order: Sequence[int],
    actor: Actor,
    opened: Item | None = None,
    field: Mapping[str, Any] | None = None,
) -> None:
    """All or nothing. `lines` has switches by line. Raises CustomFieldsError."""
    rows = Item.objects.select_related("field", "template").filter(template=template, pk__in=list(lines))
    for row in rows:
        edit_item(item=row, actor=actor, **lines[row.pk])
    order_items(template=template, order=order, actor=actor)
    if opened is not None and field is not None:
        edit_field(field=opened.field, actor=actor, **field)


@write
def add_new(*, template: Template, name: str, kind: str, actor: Actor, **switches: Any) -> Item:
    """A field nobody had, as the last line. Raises CustomFieldsError."""
    field = create_field(name=name, kind=kind, actor=actor)
    return add_item(template=template, field=field, actor=actor, **switches)
