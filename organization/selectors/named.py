"""Departments and groups by what a system outside calls them: an id, or a name."""

from django.db.models import Q

from organization.models import Department, Group

_BIGGEST = 2**31 - 1


def group_called(pk: int, name: str, *, near: Department) -> Group | None:
    """The active group with this id, else with this name; with its department and brand.

    Groups of several departments may have one name: that of `near` goes first, then those of its brand.
    """
    rows = Group.objects.select_related("department__brand").filter(
        _called(pk, name), is_active=True, department__is_active=True
    )
    found = sorted(
        rows,
        key=lambda group: (
            group.pk != pk,
            group.department_id != near.pk,
            group.department.brand_id != near.brand_id,
            group.pk,
        ),
    )
    return found[0] if found else None


def department_called(pk: int, name: str, *, near: Department) -> Department | None:
    """The active department with this id, else with this name, of the same brand first.

    One without a front line can take nothing, so it is not found.
    """
    rows = Department.objects.select_related("front_line").filter(
        _called(pk, name), is_active=True, front_line__is_active=True
    )
    found = sorted(rows, key=lambda one: (one.pk != pk, one.brand_id != near.brand_id, one.pk))
    return found[0] if found else None


def _called(pk: int, name: str) -> Q:
    """Id or name; letter case does not count."""
    by_name = Q(name__iexact=name.strip()) if name.strip() else Q(pk=0)
    return by_name | Q(pk=pk) if 0 < pk <= _BIGGEST else by_name
