"""Step 2: departments and groups are made or renamed, all of them or none."""

from common.actor import Actor
from common.unit import write
from organization import services
from organization.errors import OrganizationError
from organization.models import Brand, Department, Group
from wizards.errors import RefusedError
from wizards.selectors.places import DraftDepartment


@write
def save_places(*, drafts: list[DraftDepartment], actor: Actor) -> None:
    """Sent twice, everything is made once: what has no id yet, but the name of one there, is that one.

    Raises RefusedError with the places of department and group.
    """
    brands = {brand.pk: brand for brand in Brand.objects.filter(is_active=True).order_by("-is_default", "id")}
    if not brands:
        raise RefusedError("", ())
    kept = {draft.id for draft in drafts if draft.id}
    for number, draft in enumerate(drafts):
        brand = brands.get(draft.brand_id) or next(iter(brands.values()))
        try:
            department = _department(draft, brand, kept, actor)
        except OrganizationError as error:
            raise RefusedError(error.message, (number,)) from error
        _save_groups(department, draft, number, actor)


def _department(draft: DraftDepartment, brand: Brand, kept: set[int], actor: Actor) -> Department:
    found = Department.objects.select_related("brand").filter(pk=draft.id).first() if draft.id else None
    if found is None:
        same = Department.objects.filter(brand=brand, name__iexact=draft.name, is_active=True)
        found = same.exclude(pk__in=kept).first()
    if found is not None:
        return services.edit_department(department=found, actor=actor, name=draft.name)
    first = draft.groups[draft.front].name if draft.groups else ""
    return services.create_department(brand=brand, name=draft.name, group_name=first, actor=actor)


def _save_groups(department: Department, draft: DraftDepartment, number: int, actor: Actor) -> None:
    for place, wanted in enumerate(draft.groups):
        try:
            group = _group(department, wanted.id, wanted.name, actor)
            if place == draft.front and department.front_line_id != group.pk:
                services.set_front_line(group=group, actor=actor)
        except OrganizationError as error:
            raise RefusedError(error.message, (number, place)) from error


def _group(department: Department, group_id: int, name: str, actor: Actor) -> Group:
    own = Group.objects.filter(department=department)
    found = own.filter(pk=group_id).first() or own.filter(name__iexact=name).first()
    if found is not None:
        return services.rename_group(group=found, name=name, actor=actor)
    return services.create_group(department=department, name=name, actor=actor)
