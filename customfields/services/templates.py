"""Templates and their lines."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from common import audit
from common.actor import Actor
from common.unit import write
from customfields.errors import CustomFieldsError
from customfields.models import Field, Item, Template

SWITCHES = ("user_sees", "user_must", "agent_sees", "agent_must", "close_must")
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


def _locked(template: Template) -> list[Item]:
    """All lines of a locked template, in order; those of fields switched off too."""
    Template.objects.select_for_update().get(pk=template.pk)
    return list(Item.objects.select_related("field").filter(template=template).order_by("position", "id"))


def _sound(switches: dict[str, Any]) -> dict[str, Any]:
    """Nobody must fill in what they do not see."""
    if switches.get("user_sees") is False:
        switches["user_must"] = False
    if switches.get("agent_sees") is False:
        switches["agent_must"] = False
    if switches.get("step", "") not in ("", *Item.Step.values):
        raise CustomFieldsError(_("There is no such step."), "step")
    return switches


@write
def add_item(*, template: Template, field: Field, actor: Actor, **switches: Any) -> Item:
    """Puts a field at the end; values it has come back with it. Raises CustomFieldsError."""
    rows = _locked(template)
    if any(row.field_id == field.pk for row in rows):
        raise CustomFieldsError(_("“%(name)s” is in this template already.") % {"name": field.name}, "field")
    last = max((row.position for row in rows), default=0)
    item = Item.objects.create(template=template, field=field, position=last + 1, **_sound(switches))
    audit.record(
        "template", template.pk, "template.added", actor, {"name": template.name, "field": field.name}
    )
    return item


@write
def edit_item(*, item: Item, actor: Actor, **switches: Any) -> Item:
    """Who sees it, who must, in which step. Raises CustomFieldsError."""
    known = {name: getattr(item, name) for name in ("step", *SWITCHES)}
    new = _sound({**known, **{name: value for name, value in switches.items() if name in known}})
    changed = {name: [known[name], new[name]] for name in known if known[name] != new[name]}
    if changed:
        for name in changed:
            setattr(item, name, new[name])
        item.save(update_fields=list(changed))
        data = {"name": item.template.name, "field": item.field.name, "changed": changed}
        audit.record("template", item.template_id, "template.line", actor, data)
    return item


@write
def order_items(*, template: Template, order: Sequence[int], actor: Actor) -> None:
    """The lines in the order of these ids; those not named follow in the order they had."""
    rows = _locked(template)
    wanted = {item_id: place for place, item_id in enumerate(order)}
    ordered = sorted(rows, key=lambda row: wanted.get(row.pk, len(wanted)))
    if [row.pk for row in ordered] == [row.pk for row in rows]:
        return
    for place, row in enumerate(ordered, 1):
        row.position = place
    Item.objects.bulk_update(ordered, ["position"])
    audit.record("template", template.pk, "template.ordered", actor, {"name": template.name})


@write
def remove_item(*, item: Item, actor: Actor) -> None:
    """The template asks for it no more. Values stay and come back with the field."""
    name, template = item.field.name, item.template
    item.delete()
    audit.record("template", template.pk, "template.removed", actor, {"name": template.name, "field": name})


@write
def copy_items(*, template: Template, source: Template, actor: Actor) -> int:
    """Adds the lines of another template that this one has not, behind its own; how many."""
    there = {row.field_id for row in _locked(template)}
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
