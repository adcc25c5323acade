"""The lines of a template, and the fields it has not."""

from django.http import Http404

from customfields.models import Field, Item, Template
from organization.selectors.fields.places import Place


def template_lines(template: Template | None) -> list[Item]:
    """In order; one statement."""
    if template is None:
        return []
    rows = Item.objects.select_related("field", "template").filter(template=template, field__is_active=True)
    return list(rows.order_by("position", "id"))


def fields_outside(template: Template | None) -> list[Field]:
    """Fields that could come into the template, by name."""
    rows = Field.objects.filter(is_active=True)
    if template is not None:
        rows = rows.exclude(items__template=template)
    return list(rows.order_by("name", "id"))


def line_for(place: Place, line_id: int) -> Item:
    """A line of the place's own template. Raises Http404."""
    for line in template_lines(place.template if place.is_own else None):
        if line.pk == line_id:
            return line
    raise Http404
