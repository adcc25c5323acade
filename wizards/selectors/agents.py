"""The agents that there are, as the wizard lists them."""

from accounts.models import User
from organization.models import Membership
from organization.selectors import default_department


def colleagues(me: User) -> list[User]:
    """All active agents but oneself, by name."""
    rows = User.objects.filter(is_agent=True, is_active=True).exclude(pk=me.pk)
    return list(rows.order_by("display_name", "id")[:200])


def own_group(me: User) -> int:
    """A group that the person works in; 0 for none."""
    rows = Membership.objects.filter(agent=me, group__is_active=True).order_by("id")
    return rows.values_list("group_id", flat=True).first() or 0


def first_group() -> int:
    """The front line of the first department; 0 where there is none."""
    department = default_department()
    return department.front_line_id or 0 if department is not None else 0
