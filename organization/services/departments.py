"""Departments. Each has a front-line group from its first moment, so that tickets always have a home."""

from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from common.actor import Actor
from common.audit import record
from common.unit import write
from organization.errors import OrganizationError
from organization.models import Brand, Department, Group
from organization.registry import group_objections
from organization.services.changes import apply


def _check_name(brand: Brand, name: str, department_id: int = 0) -> str:
    name = " ".join(name.split())
    if not name:
        raise OrganizationError(_("A department needs a name."), "name")
    if Department.objects.filter(brand=brand, name__iexact=name).exclude(pk=department_id).exists():
        raise OrganizationError(
            _("There is a department “%(name)s” already. Each needs its own name.") % {"name": name}, "name"
        )
    return name


def _last(rows: Any) -> int:
    return int(rows.aggregate(last=Max("sort"))["last"] or 0) + 10


@write
def create_department(
    *, brand: Brand, name: str, actor: Actor, group_name: str = "", **fields: Any
) -> Department:
    """A department with its front-line group. Raises OrganizationError."""
    name = _check_name(brand, name)
    sort = _last(Department.objects.filter(brand=brand))
    department = Department.objects.create(brand=brand, name=name, sort=sort, **fields)
    group = Group.objects.create(department=department, name=group_name.strip() or _("Front Line"), sort=10)
    department.front_line = group
    department.save(update_fields=["front_line"])
    record("department", department.pk, "department.created", actor, {"name": name, "group": group.name})
    return department


@write
def edit_department(*, department: Department, actor: Actor, **fields: Any) -> Department:
    """Name, description and switches. Raises OrganizationError."""
    if "name" in fields:
        fields["name"] = _check_name(department.brand, fields["name"], department.pk)
    apply(department, "department", actor, **fields)
    return department


@write
def set_front_line(*, group: Group, actor: Actor) -> Department:
    """New tickets of the department go to this group from now on. Raises OrganizationError."""
    if not group.is_active:
        raise OrganizationError(_("This group is switched off."))
    department = Department.objects.select_for_update().get(pk=group.department_id)
    apply(department, "department", actor, front_line=group)
    return department


@write
def move_department(*, department: Department, up: bool, actor: Actor) -> None:
    """One place up or down among the departments of its brand."""
    rows = list(
        Department.objects.select_for_update().filter(brand=department.brand_id).order_by("sort", "id")
    )
    place = next(index for index, row in enumerate(rows) if row.pk == department.pk)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(rows):
        return
    rows[place], rows[other] = rows[other], rows[place]
    for index, row in enumerate(rows):
        row.sort = 10 * (index + 1)
    Department.objects.bulk_update(rows, ["sort"])
    record("department", department.pk, "department.moved", actor, {"name": department.name})


@write
def disable_department(*, department: Department, actor: Actor) -> Department:
    """Nobody can write to it any more. Raises OrganizationError while open tickets are in it."""
    for group in Group.objects.select_for_update().filter(department=department, is_active=True):
        for reason in group_objections(group.pk):
            raise OrganizationError(f"{group.name}: {reason}")
    apply(department, "department", actor, is_active=False)
    return department


@write
def enable_department(*, department: Department, actor: Actor) -> Department:
    """Raises OrganizationError when its brand is switched off."""
    if not department.brand.is_active:
        raise OrganizationError(_("Its brand is switched off. Switch the brand on first."))
    apply(department, "department", actor, is_active=True)
    return department
