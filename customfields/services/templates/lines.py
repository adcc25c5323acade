"""The lines of a template: which fields, and who sees them."""

from typing import Any

from django.utils.translation import gettext as _

from common import audit
from common.actor import Actor
from common.unit import write
from customfields.errors import CustomFieldsError
from customfields.models import Field, Item, Template

SWITCHES = ("user_sees", "user_must", "agent_sees", "agent_must", "close_must")


def locked_lines(template: Template) -> list[Item]:
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
    rows = locked_lines(template)
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
def remove_item(*, item: Item, actor: Actor) -> None:
    """The template asks for it no more. Values stay and come back with the field."""
    name, template = item.field.name, item.template
    item.delete()
    audit.record("template", template.pk, "template.removed", actor, {"name": template.name, "field": name})
