"""What time and numbers bring about: idle tickets by index only, counts from the counters."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import User
from common import counters
from events.models import Rule
from organization.models import Department, Group
from tickets.models import IdleMark, Status, Ticket, TicketTag
from tickets.selectors.counts import COUNTER

IDLE, DEPARTMENT, GROUP, AGENT = 502008, 502009, 502010, 502011


@dataclass(frozen=True, slots=True, order=True)
class Threshold:
    """A number that may be crossed. `status` is the contract's word, "" for all open tickets."""

    count: int
    direction: str = "above"
    status: str = ""

    def is_past(self, number: int) -> bool:
        return number > self.count if self.direction == "above" else number < self.count


MOST_MINUTES = 366 * 24 * 60


def _watched(event_ids: Collection[int]) -> list[tuple[int, dict[str, Any]]]:
    """What enabled rules wait for. One SQL statement."""
    rules = Rule.objects.filter(is_enabled=True, event_id__in=event_ids).order_by("id")
    return [(event_id, watch) for event_id, watch in rules.values_list("event_id", "watch") if watch]


def _whole(value: object) -> int | None:
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def idle_minutes() -> set[int]:
    """After how many minutes without activity rules want to hear of a ticket."""
    found = {_whole(watch.get("minutes")) for _event, watch in _watched([IDLE])}
    return {minutes for minutes in found if minutes and minutes <= MOST_MINUTES}


def count_thresholds() -> dict[int, set[Threshold]]:
    """Which numbers of open tickets rules want to hear of, by event."""
    found: dict[int, set[Threshold]] = {}
    for event_id, watch in _watched([DEPARTMENT, GROUP, AGENT]):
        count, direction = _whole(watch.get("count")), str(watch.get("direction") or "above")
        if count is not None and direction in ("above", "below"):
            threshold = Threshold(count, direction, str(watch.get("status") or ""))
            found.setdefault(event_id, set()).add(threshold)
    return found


def idle_since(mark: IdleMark, until: datetime) -> QuerySet[Ticket]:
    """Open tickets whose last activity lies behind the mark and not after `until`, in that order.

    Served by the index on shelf, last activity and id alone when only ids are asked for.
    """
    behind = Q(updated_at__gt=mark.at) | Q(updated_at=mark.at, id__gt=mark.last_id)
    rows = Ticket.objects.filter(shelf=Ticket.Shelf.OPEN, updated_at__gte=mark.at, updated_at__lte=until)
    return rows.filter(behind).order_by("updated_at", "id")


def tags_by_ticket(ids: Collection[int]) -> dict[int, str]:
    """The tags of many tickets as events say them. One SQL statement."""
    rows = TicketTag.objects.filter(ticket_id__in=ids).order_by("ticket_id", "tag__name")
    found: dict[int, list[str]] = {}
    for ticket_id, name in rows.values_list("ticket_id", "tag__name"):
        found.setdefault(ticket_id, []).append(name)
    return {ticket_id: ", ".join(names) for ticket_id, names in found.items()}


@dataclass(frozen=True, slots=True)
class Counted:
    """Open tickets by group, agent and status; one read of the counters serves every threshold."""

    rows: dict[counters.Key, int]

    def by_group(self, status: str) -> dict[int, int]:
        return self._sum(0, status)

    def by_agent(self, status: str) -> dict[int, int]:
        return self._sum(1, status)

    def _sum(self, place: int, status: str) -> dict[int, int]:
        found: dict[int, int] = {}
        for key, number in self.rows.items():
            if not status or Status(key[2]).word == status:
                found[key[place]] = found.get(key[place], 0) + number
        return found


def counted() -> Counted:
    """One SQL statement, never over tickets."""
    return Counted(counters.totals(COUNTER))


def groups_in_use() -> list[Group]:
    """With department and brand. One SQL statement."""
    rows = Group.objects.filter(is_active=True, department__is_active=True)
    return list(rows.select_related("department__brand").order_by("id"))


def departments_of(groups: list[Group]) -> dict[int, Department]:
    return {group.department_id: group.department for group in groups}


def agents_at_work() -> list[User]:
    """Active agents; the queue is none. One SQL statement."""
    rows = User.objects.filter(is_agent=True, is_active=True).exclude(pk=User.QUEUE_ID)
    return list(rows.only("id", "display_name", "email", "username").order_by("id"))
