"""Whose a template is, and from which lines can be copied."""

from django.db.models import Count
from django.http import Http404

from customfields.models import Item, Template
from organization.models import Department
from organization.selectors.fields.places import Place


def _names() -> dict[int, str]:
    """Template id → whose it is. Two statements."""
    names = {row.pk: str(Template.Of(row.kind).label) for row in Template.objects.all()}
    columns = ("name", "ticket_template_id", "chat_template_id")
    for department, *templates in Department.objects.order_by("sort", "id").values_list(*columns):
        for template in filter(None, templates):
            names[template] = f"{department} · {names[template]}"
    return names


def other_templates(line: Item) -> list[str]:
    """Where else the field is asked for."""
    ids = Template.objects.filter(items__field=line.field_id).exclude(pk=line.template_id)
    found = set(ids.values_list("pk", flat=True))
    return [name for pk, name in _names().items() if pk in found] if found else []


def sources(place: Place) -> dict[int, str]:
    """Templates with lines that could be copied from, those of the same kind first."""
    rows = Template.objects.annotate(n=Count("items")).filter(n__gt=0)
    if place.template is not None:
        rows = rows.exclude(pk=place.template.pk)
    names = _names()
    return {row.pk: names[row.pk] for row in sorted(rows, key=lambda one: (one.kind != place.kind, one.pk))}


def source_for(place: Place, template_id: int) -> Template:
    """Raises Http404."""
    if template_id not in sources(place):
        raise Http404
    return Template.objects.get(pk=template_id)
