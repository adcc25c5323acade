"""Whom to choose: agents for a ticket, customers for a new one."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from accounts.models import User
from common import counters
from organization.models import Group, Membership
from organization.selectors import Scope
from tickets.models import Participant, Tag, Ticket
from tickets.selectors.counts import COUNTER

FOUND = 12
ONLINE_MINUTES = 5


@dataclass(frozen=True, slots=True)
class AgentChoice:
    """An agent with the load that makes the choice a good one; `limit` 0 is none."""

    user: User
    open_count: int
    limit: int
    is_receiving: bool = True

    @property
    def is_online(self) -> bool:
        seen: datetime | None = self.user.last_seen_at
        return seen is not None and seen > timezone.now() - timedelta(minutes=ONLINE_MINUTES)


def agents_for(group_ids: list[int], *, me: int) -> list[AgentChoice]:
    """The agents who work in any of these groups, oneself first. Two SQL statements."""
    members = Membership.objects.filter(
        group_id__in=group_ids, agent__is_active=True, agent__is_agent=True
    ).select_related("agent")
    loads: dict[int, int] = {}
    for (_group, agent, _status), number in counters.totals(COUNTER).items():
        loads[agent] = loads.get(agent, 0) + number
    found: dict[int, AgentChoice] = {}
    for member in members.order_by("agent__display_name", "agent_id"):
        known = found.get(member.agent_id)
        limit = max(member.ticket_limit, known.limit if known else 0)
        receiving = member.agent.receives_tickets and (
            member.receives_tickets or (known is not None and known.is_receiving)
        )
        found[member.agent_id] = AgentChoice(member.agent, loads.get(member.agent_id, 0), limit, receiving)
    return sorted(found.values(), key=lambda choice: choice.user.pk != me)


def agents_in(group_ids: list[int]) -> list[User]:
    """The active agents of these groups, by name. One SQL statement."""
    here = Membership.objects.filter(group_id__in=group_ids).values("agent_id")
    rows = User.objects.filter(pk__in=here, is_active=True, is_agent=True)
    return list(rows.order_by("display_name", "id"))


def group_for(group_id: int) -> Group:
    """A group in use, of any department: tickets may be sent where one does not see them. Raises Http404."""
    group = Group.objects.filter(pk=group_id, is_active=True).select_related("department__brand").first()
    if group is None:
        raise Http404
    return group


def agent_for(user_id: int) -> User:
    """An active agent. Raises Http404."""
    user = User.objects.filter(pk=user_id, is_agent=True, is_active=True).first()
    if user is None:
        raise Http404
    return user


def _customers() -> QuerySet[User]:
    return User.objects.filter(is_active=True).exclude(pk=User.QUEUE_ID)


def find_customers(text: str) -> list[User]:
    """People whose name begins so, or whose address does."""
    words = text.strip()
    if len(words) < 2:
        return []
    match = Q(display_name__istartswith=words) | Q(email_key__startswith=words.lower())
    if " " not in words:
        match |= Q(display_name__icontains=f" {words}")
    return list(_customers().filter(match).order_by("display_name", "id")[:FOUND])


def customer_for(user_id: int) -> User:
    """Raises Http404."""
    user = _customers().filter(pk=user_id).first()
    if user is None:
        raise Http404
    return user


def customer_by_address(address: str) -> User | None:
    return _customers().filter(email_key=address.strip().lower()).first()


def cc_of(ticket: Ticket) -> list[User]:
    rows = Participant.objects.filter(ticket=ticket).select_related("user").order_by("id")
    return [row.user for row in rows]


def tags_like(text: str, scope: Scope) -> list[Tag]:
    """Known tags that begin so."""
    if not scope.is_agent:
        return []
    return list(Tag.objects.filter(name__istartswith=text.strip()).order_by("name")[:FOUND])
