"""Brands, departments and groups for the settings pages."""

from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import Http404

from accounts.models import User
from organization.models import Brand, Department, Group, Membership


def all_brands() -> list[Brand]:
    """Also those that are switched off, the default first."""
    rows = Brand.objects.annotate(
        department_count=Count("departments", filter=Q(departments__is_active=True))
    )
    return sorted(rows, key=lambda brand: (not brand.is_default, not brand.is_active, brand.sort, brand.pk))


def brand_for(brand_id: int) -> Brand:
    """Raises Http404."""
    brand = Brand.objects.filter(pk=brand_id).first()
    if brand is None:
        raise Http404
    return brand


def tree() -> list[Brand]:
    """All brands with `departments` and their `groups`, which know their `member_count`. Three statements."""
    counted = Count("memberships", filter=Q(memberships__agent__is_active=True))
    groups = Group.objects.annotate(member_count=counted).order_by("sort", "id")
    departments = Department.objects.order_by("sort", "id").prefetch_related(
        Prefetch("groups", queryset=groups)
    )
    rows = Brand.objects.order_by("-is_default", "sort", "id")
    return list(rows.prefetch_related(Prefetch("departments", queryset=departments)))


def department_for(department_id: int) -> Department:
    """Raises Http404."""
    found = Department.objects.select_related("brand").filter(pk=department_id).first()
    if found is None:
        raise Http404
    return found


def group_for(group_id: int) -> Group:
    """Raises Http404."""
    found = Group.objects.select_related("department__brand").filter(pk=group_id).first()
    if found is None:
        raise Http404
    return found


def members(group: Group) -> list[Membership]:
    """The people of a group, by name."""
    rows = Membership.objects.filter(group=group).select_related("agent", "group")
    return list(rows.order_by("-agent__is_active", "agent__display_name", "id"))


def membership_for(group: Group, membership_id: int) -> Membership:
    """Raises Http404."""
    found = Membership.objects.filter(pk=membership_id, group=group).select_related("agent", "group").first()
    if found is None:
        raise Http404
    return found


def candidates(group: Group) -> "QuerySet[User]":
    """Active agents who are not in the group."""
    rows = User.objects.filter(is_agent=True, is_active=True).exclude(memberships__group=group)
    return rows.order_by("display_name", "id")


def memberships_of(agent_id: int) -> list[Membership]:
    """Where an agent works, in the order of the tree. One SQL statement."""
    rows = Membership.objects.filter(agent_id=agent_id, group__is_active=True)
    return list(
        rows.select_related("group__department", "agent").order_by(
            "group__department__sort", "group__department_id", "group__sort", "group_id"
        )
    )
