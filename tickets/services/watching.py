"""Thresholds that were crossed become facts, once a crossing. What is remembered moves with the facts."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db.models import Case, When

from accounts.models import User
from common.actor import SYSTEM
from common.clock import database_now
from common.unit import write
from events.facts import Fact
from events.services import publish
from organization.models import Department, Group
from tickets import facts
from tickets.models import CountMark, IdleMark, Ticket
from tickets.selectors import watches
from tickets.selectors.watches import AGENT, DEPARTMENT, GROUP, Counted, Threshold
from tickets.services.telling import Names, common_args

CHUNK = 200
_LAST = 2**62  # behind every id of its moment


@write
def keep_idle_marks(minutes: Collection[int]) -> list[int]:
    """Begins to watch new thresholds, forgets those that no rule wants; returns the ids of the marks.

    A threshold begins now: what was idle before has not crossed it.
    """
    known = {mark.minutes: mark for mark in IdleMark.objects.all()}
    if gone := known.keys() - set(minutes):
        IdleMark.objects.filter(minutes__in=gone).delete()
    if new := sorted(set(minutes) - known.keys()):
        now = database_now()
        IdleMark.objects.bulk_create(
            [IdleMark(minutes=number, at=now - timedelta(minutes=number)) for number in new],
            ignore_conflicts=True,
        )
    return list(IdleMark.objects.order_by("minutes").values_list("pk", flat=True)) if minutes else []


@write
def look_for_idle(mark_id: int, *, until: datetime | None = None, limit: int = CHUNK) -> int:
    """Tells of up to `limit` tickets that have become idle since the last look; how many crossed.

    `until` is the moment of a whole look of many chunks. The mark moves in the same transaction.
    """
    mark = IdleMark.objects.select_for_update().filter(pk=mark_id).first()
    if mark is None:
        return 0
    cut = (until or database_now()) - timedelta(minutes=mark.minutes)
    if cut <= mark.at:
        return 0
    found = list(watches.idle_since(mark, cut).values_list("updated_at", "id")[:limit])
    if found:
        _tell_idle([pk for _at, pk in found], cut, mark.minutes)
    last_at, last_id = found[-1] if len(found) == limit else (cut, _LAST)
    IdleMark.objects.filter(pk=mark.pk).update(at=last_at, last_id=last_id)
    return len(found)


def _tell_idle(ids: list[int], cut: datetime, minutes: int) -> None:
    """Under the tickets' locks: one that somebody touched a moment ago is not idle any more."""
    rows = Ticket.objects.select_for_update().filter(pk__in=ids, shelf=Ticket.Shelf.OPEN, updated_at__lte=cut)
    idle = list(rows.order_by("id"))
    groups = Group.objects.select_related("department__brand").in_bulk({ticket.group_id for ticket in idle})
    people = User.objects.in_bulk({pk for ticket in idle for pk in (ticket.agent_id, ticket.requester_id)})
    tags = watches.tags_by_ticket(ids)
    for ticket in sorted(idle, key=lambda one: (one.updated_at, one.pk)):
        names = Names(
            groups[ticket.group_id],
            people[ticket.agent_id],
            people[ticket.requester_id],
            tags.get(ticket.pk, ""),
        )
        fact = facts.TicketIdle(
            **common_args(ticket, names), idleMinutes=minutes, lastActivityUtc=ticket.updated_at
        )
        publish(fact, actor=SYSTEM)


@dataclass(frozen=True, slots=True)
class _Item:
    """A department, group or agent that is counted; `fact` makes its fact from what was crossed."""

    pk: int
    fact: Callable[..., Fact]


@write
def look_at_counts(wanted: Mapping[int, Collection[Threshold]]) -> int:
    """Compares open tickets with thresholds by event id; says how many were crossed since the last look.

    The first look at a threshold only notes on which side of it each number is.
    """
    _forget(wanted)
    if not any(wanted.values()):
        return 0
    counted, groups = watches.counted(), watches.groups_in_use()
    crossed = 0
    for event_id, items in _items(wanted, groups).items():
        for threshold in sorted(wanted[event_id]):
            numbers = _numbers(event_id, counted, groups, threshold.status)
            crossed += _cross(event_id, threshold, items, numbers)
    return crossed


def _forget(wanted: Mapping[int, Collection[Threshold]]) -> None:
    """Thresholds that no rule wants any more begin anew when one wants them again."""
    keys = ("event_id", "threshold", "direction", "status")
    for event_id, count, direction, status in CountMark.objects.values_list(*keys).distinct():
        if Threshold(count, direction, status) not in wanted.get(event_id, ()):
            CountMark.objects.filter(
                event_id=event_id, threshold=count, direction=direction, status=status
            ).delete()


def _items(wanted: Mapping[int, Collection[Threshold]], groups: list[Group]) -> dict[int, list[_Item]]:
    found: dict[int, list[_Item]] = {}
    if wanted.get(DEPARTMENT):
        departments = watches.departments_of(groups).values()
        found[DEPARTMENT] = [_Item(one.pk, _department_fact(one)) for one in departments]
    if wanted.get(GROUP):
        found[GROUP] = [_Item(one.pk, _group_fact(one)) for one in groups]
    if wanted.get(AGENT):
        found[AGENT] = [_Item(one.pk, _agent_fact(one)) for one in watches.agents_at_work()]
    return found


def _department_args(department: Department) -> dict[str, Any]:
    return {
        "departmentId": department.pk,
        "departmentName": department.name,
        "brandId": department.brand_id,
        "brandName": department.brand.name,
    }


def _department_fact(department: Department) -> Callable[..., Fact]:
    return partial(facts.DepartmentCountCrossed, **_department_args(department))


def _group_fact(group: Group) -> Callable[..., Fact]:
    args = _department_args(group.department)
    return partial(facts.GroupCountCrossed, groupId=group.pk, groupName=group.name, **args)


def _agent_fact(agent: User) -> Callable[..., Fact]:
    return partial(facts.AgentCountCrossed, agentId=agent.pk, agentName=agent.name)


def _numbers(event_id: int, counted: Counted, groups: list[Group], status: str) -> dict[int, int]:
    if event_id == AGENT:
        return counted.by_agent(status)
    by_group = counted.by_group(status)
    if event_id == GROUP:
        return by_group
    found: dict[int, int] = {}
    for group in groups:
        found[group.department_id] = found.get(group.department_id, 0) + by_group.get(group.pk, 0)
    return found


def _cross(event_id: int, threshold: Threshold, items: list[_Item], numbers: dict[int, int]) -> int:
    """One threshold for all items: their marks in one read, only changed ones written."""
    key: dict[str, Any] = {"event_id": event_id, "threshold": threshold.count}
    key |= {"direction": threshold.direction, "status": threshold.status}
    marks = {mark.item_id: mark for mark in CountMark.objects.select_for_update().filter(**key)}
    new, turned, crossed = [], [], 0
    for item in items:
        number = numbers.get(item.pk, 0)
        is_past, mark = threshold.is_past(number), marks.get(item.pk)
        if mark is None:
            new.append(CountMark(**key, item_id=item.pk, is_past=is_past))
        elif mark.is_past != is_past:
            turned.append(mark.pk)
            if is_past:
                publish(item.fact(**_crossing(threshold, number)), actor=SYSTEM)
                crossed += 1
    CountMark.objects.bulk_create(new, ignore_conflicts=True)
    if turned:
        rows = CountMark.objects.filter(pk__in=turned)
        rows.update(is_past=Case(When(is_past=True, then=False), default=True))
    return crossed


def _crossing(threshold: Threshold, number: int) -> dict[str, Any]:
    return {
        "status": threshold.status,
        "count": number,
        "threshold": threshold.count,
        "direction": threshold.direction,
    }
