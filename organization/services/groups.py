"""Groups: teams inside one department."""

from django.db.models import Max
from django.utils.translation import gettext as _

from common.actor import Actor
from common.audit import record
from common.unit import write
from organization.errors import OrganizationError
from organization.models import Department, Group
from organization.registry import group_objections
from organization.services.changes import apply


def _check_name(department_id: int, name: str, group_id: int = 0) -> str:
    name = " ".join(name.split())
    if not name:
        raise OrganizationError(_("A group needs a name."), "name")
    if Group.objects.filter(department=department_id, name__iexact=name).exclude(pk=group_id).exists():
        raise OrganizationError(
            _("There is a group “%(name)s” in this department already.") % {"name": name}, "name"
        )
    return name


@write
def create_group(*, department: Department, name: str, actor: Actor) -> Group:
    """Raises OrganizationError."""
    name = _check_name(department.pk, name)
    last = Group.objects.filter(department=department).aggregate(last=Max("sort"))["last"] or 0
    group = Group.objects.create(department=department, name=name, sort=last + 10)
    record("group", group.pk, "group.created", actor, {"name": name, "department": department.name})
    return group


@write
def rename_group(*, group: Group, name: str, actor: Actor) -> Group:
    """Raises OrganizationError."""
    apply(group, "group", actor, name=_check_name(group.department_id, name, group.pk))
    return group


@write
def disable_group(*, group: Group, actor: Actor) -> Group:
    """Raises OrganizationError for the front line, and while open tickets are in it."""
    group = Group.objects.select_for_update().select_related("department").get(pk=group.pk)
    if group.department.front_line_id == group.pk:
        raise OrganizationError(
            _("This is the front line: new tickets come here. Make another group it first.")
        )
    for reason in group_objections(group.pk):
        raise OrganizationError(reason)
    apply(group, "group", actor, is_active=False)
    return group


@write
def enable_group(*, group: Group, actor: Actor) -> Group:
    apply(group, "group", actor, is_active=True)
    return group
