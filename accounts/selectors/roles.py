"""Reads of roles."""

from django.db.models import Count, QuerySet
from django.shortcuts import get_object_or_404

from accounts.models import Role
from accounts.permissions import ADMINISTER

_GIVEN = ("", Role.Builtin.MANAGER.value, Role.Builtin.ADMINISTRATOR.value)


def roles() -> list[Role]:
    """All roles, built-in ones first, each with `people` (how many agents were given it)."""
    counted = Role.objects.annotate(people=Count("users")).prefetch_related("permissions")
    return sorted(counted, key=lambda role: (not role.builtin, role.pk if role.builtin else 0, role.name))


def assignable_roles(*, by: frozenset[str]) -> QuerySet[Role]:
    """What can be given: manager, administrator, custom roles; what administers, only by who may."""
    given = Role.objects.filter(builtin__in=_GIVEN).order_by("id")
    if ADMINISTER in by:
        return given
    return given.exclude(permissions__name=ADMINISTER)


def role_for(role_id: int) -> Role:
    """Raises Http404."""
    return get_object_or_404(Role.objects.prefetch_related("permissions"), pk=role_id)
