"""What an agent sees: the frozen answer that every selector of tickets, chats and reports asks for."""

from dataclasses import dataclass

from accounts.models import User
from accounts.permissions import ADMINISTER, SEE_ALL_TICKETS, SEE_DEPARTMENT
from accounts.selectors import permissions_of
from organization.models import Membership


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
    """The scope of a signed-in person. Two SQL statements; customers see no group at all."""
    permissions = permissions_of(user)
    if not user.is_agent:
        return Scope(user.pk, False, permissions, frozenset(), frozenset())
    rows = Membership.objects.filter(agent=user)
    if SEE_DEPARTMENT in permissions and SEE_ALL_TICKETS not in permissions:
        pairs = list(rows.values_list("group_id", "group__department__groups__id"))
        mine = frozenset(group for group, _beside in pairs)
        groups: frozenset[int] | None = frozenset(beside for _group, beside in pairs)
    else:
        mine = frozenset(rows.values_list("group_id", flat=True))
        groups = None if SEE_ALL_TICKETS in permissions else mine
    return Scope(user.pk, True, permissions, groups, mine)
