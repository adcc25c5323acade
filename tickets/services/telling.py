"""A ticket's common event arguments, as they are at this moment."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from accounts.models import User
from organization.models import Group
from tickets.models import Priority, Status, Ticket, TicketTag


@dataclass(frozen=True, slots=True)
class Names:
    """The names around a ticket, fetched once a change."""

    group: Group
    agent: User
    requester: User
    tags: str = ""

    def with_group(self, group: Group) -> "Names":
        return replace(self, group=group)


def names_of(ticket: Ticket, *, is_new: bool = False) -> Names:
    """Three statements: group with department and brand, the two people, the tags (none on a new ticket)."""
    group = Group.objects.select_related("department__brand").get(pk=ticket.group_id)
    people = User.objects.in_bulk([ticket.agent_id, ticket.requester_id])
    return Names(
        group, people[ticket.agent_id], people[ticket.requester_id], "" if is_new else tags_of(ticket)
    )


@lru_cache(maxsize=1)
def queue() -> User:
    """User 1, "unassigned": it never changes, so a process asks once."""
    return User.objects.get(pk=User.QUEUE_ID)


def tags_of(ticket: Ticket) -> str:
    """Separated by commas, in order."""
    found = TicketTag.objects.filter(ticket=ticket).order_by("tag__name").values_list("tag__name", flat=True)
    return ", ".join(found)


def common_args(ticket: Ticket, names: Names) -> dict[str, Any]:
    """The fields of `tickets.facts.TicketFact`."""
    department = names.group.department
    return {
        "ticketId": ticket.pk,
        "ticketNumber": ticket.number,
        "subject": ticket.subject,
        "brandId": department.brand_id,
        "brandName": department.brand.name,
        "departmentId": department.pk,
        "departmentName": department.name,
        "groupId": names.group.pk,
        "groupName": names.group.name,
        "agentId": names.agent.pk,
        "agentName": names.agent.name,
        "customerId": names.requester.pk,
        "customerName": names.requester.name,
        "customerEmail": names.requester.email,
        "status": status_word(ticket.status),
        "priority": priority_word(ticket.priority),
        "source": ticket.source,
        "isPinned": ticket.is_pinned,
        "tags": names.tags,
        "dateOpenedUtc": ticket.created_at,
    }


def status_word(status: int) -> str:
    """The contract's word, never translated: it goes on the wire."""
    return Status(status).word


def priority_word(priority: int) -> str:
    """The contract's word, never translated."""
    return Priority(priority).word
