"""What a person may do: the union of all their roles."""

from django.db.models import Q

from accounts.models import Role, RolePermission, User

_B = Role.Builtin


def implied_roles(user: User | None) -> list[str]:
    """The built-in roles that follow from what a person is; None is a stranger."""
    roles = [_B.EVERYONE]
    if user is None or not user.is_active:
        return [role.value for role in roles]
    if user.has_account:
        roles.append(_B.REGISTERED)
        if user.email_verified_at is not None:
            roles.append(_B.VERIFIED)
    if user.is_agent:
        roles.append(_B.AGENT)
    return [role.value for role in roles]


def permissions_of(user: User | None) -> frozenset[str]:
    """The names of all permissions of a person, one SQL statement. A person who is no agent has no
    permission from assigned roles."""
    implied = Q(role__builtin__in=implied_roles(user))
    if user is not None and user.is_active and user.is_agent:
        implied |= Q(role__users=user)
    return frozenset(RolePermission.objects.filter(implied).values_list("name", flat=True))
