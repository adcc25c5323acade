"""Reads of departments."""

from organization.models import Department


def default_department() -> Department | None:
    """Where mail goes that names no department: the first one in use of the default brand."""
    rows = Department.objects.filter(is_active=True, front_line__isnull=False, brand__is_active=True)
    return rows.order_by("-brand__is_default", "brand__sort", "sort", "id").first()
