"""Templates of custom fields as the settings pages show them: whose they are, and what is in them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.http import Http404

from customfields.items import FormItem
from customfields.models import Field, Item, Kind, Template
from customfields.selectors import Stored, default_template, items_of, tables, values_of
from organization.models import Brand, BrandValue, Department, Group, GroupValue
from organization.selectors.tree import department_for

KINDS = {
    "tickets": Template.Of.TICKET,
    "chats": Template.Of.CHAT,
    "customers": Template.Of.CUSTOMER,
    "brands": Template.Of.BRAND,
    "groups": Template.Of.GROUP,
}
IN_STEPS = frozenset({Template.Of.TICKET, Template.Of.CHAT})  # asked in two steps, and by department
MANY = 1000


@dataclass(frozen=True, slots=True)
class Place:
    """Where a template is used. `template` may be the one that every department without its own has."""

    slug: str
    kind: Template.Of
    department: Department | None = None
    template: Template | None = None
    is_own: bool = True

    @property
    def has_steps(self) -> bool:
        return self.kind in IN_STEPS

    @property
    def has_users(self) -> bool:
        """Customers see something of it."""
        return self.kind in IN_STEPS or self.kind == Template.Of.CUSTOMER

    @property
    def can_close(self) -> bool:
        return self.kind == Template.Of.TICKET

    @property
    def department_id(self) -> int:
        return self.department.pk if self.department else 0


def place_for(department_id: int, slug: str) -> Place:
    """`department_id` 0: what every department has that has none of its own. Raises Http404."""
    if slug not in KINDS:
        raise Http404
    kind = KINDS[slug]
    if not department_id:
        return Place(slug, kind, None, default_template(kind))
    if kind not in IN_STEPS:
        raise Http404
    department = department_for(department_id)
    own: Template | None = getattr(department, f"{kind}_template")
    return Place(slug, kind, department, own or default_template(kind), is_own=own is not None)


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


def usage(kind: str, field: Field) -> int:
    """How many items have a value, counted in the index up to MANY + 1."""
    table = tables().get(kind)
    if table is None:
        return 0
    rows = table._default_manager.filter(field=field)
    if field.kind == Kind.MULTI:
        rows = rows.filter(place=0)  # the other types have one row an item
    return len(rows.order_by().values_list("text", flat=True)[: MANY + 1])


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


def line_for(place: Place, line_id: int) -> Item:
    """A line of the place's own template. Raises Http404."""
    for line in template_lines(place.template if place.is_own else None):
        if line.pk == line_id:
            return line
    raise Http404


Asked = tuple[tuple[FormItem, ...], dict[int, Stored]]


def asked_of_brand(brand: Brand) -> Asked:
    """What is noted of brands, and what this one has."""
    items = items_of(None, Template.Of.BRAND)
    return items, values_of(BrandValue, brand) if items else {}


def asked_of_group(group: Group) -> Asked:
    """What is noted of groups, and what this one has."""
    items = items_of(None, Template.Of.GROUP)
    return items, values_of(GroupValue, group) if items else {}


def overview() -> list[dict[str, Any]]:
    """Every place with the number of its fields. Two statements."""
    active = Count("items", filter=Q(items__field__is_active=True))
    counts = {row.pk: row for row in Template.objects.annotate(n=active)}
    defaults = {row.default_of: row.n for row in counts.values() if row.default_of}
    rows: list[dict[str, Any]] = [
        {"department": None, **{slug: defaults.get(kind, 0) for slug, kind in KINDS.items()}}
    ]
    departments = Department.objects.select_related("brand").filter(is_active=True)
    for one in departments.order_by("brand__sort", "brand", "sort", "id"):
        ticket, chat = counts.get(one.ticket_template_id or 0), counts.get(one.chat_template_id or 0)
        rows.append(
            {
                "department": one,
                "tickets": None if ticket is None else ticket.n,
                "chats": None if chat is None else chat.n,
            }
        )
    return rows
