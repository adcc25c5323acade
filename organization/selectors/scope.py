"""What an agent sees: the frozen answer that every selector of tickets, chats and reports asks for."""

from dataclasses import dataclass

from accounts.models import User
from accounts.permissions import ADMINISTER, SEE_ALL_TICKETS, SEE_DEPARTMENT
from accounts.selectors import permissions_of
from organization.models import Group, Membership


@dataclass(frozen=True, slots=True)
class Scope:
    """`groups` None means all. `member_of` are the groups the agent works in."""

    user_id: int
    is_agent: bool
    permissions: frozenset[str]
    groups: frozenset[int] | None
    member_of: frozenset[int]

    def sees_group(self, group_id: int) -> bool:
        """May the agent see the tickets of this group?"""
        return self.groups is None or group_id in self.groups

    def has(self, permission: str) -> bool:
        return permission in self.permissions

    @property
    def is_administrator(self) -> bool:
        return ADMINISTER in self.permissions

    @property
    def group_list(self) -> list[int] | None:
        """For queries: None means no restriction."""
        return None if self.groups is None else sorted(self.groups)


def scope_of(user: User) -> Scope:
    """The scope of a signed-in person. Three SQL statements at most; customers see no group at all."""
    permissions = permissions_of(user)
    if not user.is_agent:
        return Scope(user.pk, False, permissions, frozenset(), frozenset())
    mine = frozenset(Membership.objects.filter(agent=user).values_list("group_id", flat=True))
    groups: frozenset[int] | None = mine
    if SEE_ALL_TICKETS in permissions:
        groups = None
    elif SEE_DEPARTMENT in permissions:
        own = Group.objects.filter(department__groups__in=mine)
        groups = frozenset(own.values_list("id", flat=True))
    return Scope(user.pk, True, permissions, groups, mine)
