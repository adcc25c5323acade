"""Templates of custom fields: which one a department uses, and the values of brands and groups."""

from collections.abc import Mapping
from typing import Any

from common.actor import Actor
from common.unit import write
from customfields.models import Field, Item, Template
from customfields.selectors import default_template
from customfields.services import add_item, add_new, copy_items, create_template, ensure_default, save
from organization.models import Brand, BrandValue, Department, Group, GroupValue
from organization.selectors.fields import Place
from organization.services.changes import apply


@write
def own_template(*, place: Place, actor: Actor) -> Template:
    """The template that this page changes; made, with what was asked before, when there is none."""
    if place.department is None:
        return ensure_default(kind=place.kind, actor=actor)
    department = Department.objects.select_for_update().get(pk=place.department.pk)
    column = f"{place.kind}_template"
    known: Template | None = getattr(department, column)
    if known is not None:
        return known
    template = create_template(kind=place.kind, name=department.name, actor=actor)
    if shared := default_template(place.kind):
        copy_items(template=template, source=shared, actor=actor)
    apply(department, "department", actor, **{column: template})
    return template


@write
def add_line(
    *, place: Place, field: Field | None, name: str, kind: str, actor: Actor, **switches: Any
) -> Item:
    """A field that exists, else a new one of that name and type. Raises CustomFieldsError."""
    template = own_template(place=place, actor=actor)
    if field is not None:
        return add_item(template=template, field=field, actor=actor, **switches)
    return add_new(template=template, name=name, kind=kind, actor=actor, **switches)


@write
def copy_lines(*, place: Place, source: Template, actor: Actor) -> int:
    """The lines of another template that this one has not; how many."""
    return copy_items(template=own_template(place=place, actor=actor), source=source, actor=actor)


@write
def shared_template(*, place: Place, actor: Actor) -> None:
    """The department asks again what every department asks; its own template is gone, values stay."""
    if place.department is None or not place.is_own:
        return
    apply(place.department, "department", actor, **{f"{place.kind}_template": None})
    if place.template is not None:
        place.template.delete()


@write
def save_brand_values(*, brand: Brand, values: Mapping[int, Any], actor: Actor) -> None:
    Brand.objects.select_for_update().only("pk").get(pk=brand.pk)  # two at once would clash
    save(BrandValue, brand, values, actor=actor, item_kind="brand")


@write
def save_group_values(*, group: Group, values: Mapping[int, Any], actor: Actor) -> None:
    Group.objects.select_for_update().only("pk").get(pk=group.pk)
    save(GroupValue, group, values, actor=actor, item_kind="group")
