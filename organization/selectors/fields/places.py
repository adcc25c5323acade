"""Where templates are used."""

from dataclasses import dataclass

from django.http import Http404

from customfields.models import Template
from customfields.selectors import default_template
from organization.models import Department
from organization.selectors.tree import department_for

KINDS = {
    "tickets": Template.Of.TICKET,
    "chats": Template.Of.CHAT,
    "customers": Template.Of.CUSTOMER,
    "brands": Template.Of.BRAND,
    "groups": Template.Of.GROUP,
}


IN_STEPS = frozenset({Template.Of.TICKET, Template.Of.CHAT})  # asked in two steps, and by department


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
