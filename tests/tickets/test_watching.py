"""Idle tickets and crossed counts: told once a crossing, found without reading tickets."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.clock import ahead, database_now
from common.models import OutboxRow
from events.models import Rule
from events.services import publish
from tests.tickets.conftest import Cast
from tickets import jobs, services
from tickets.models import CountMark, IdleMark, Status, Ticket
from tickets.selectors import watches
from tickets.services import watching

Open = Callable[..., Ticket]
pytestmark = pytest.mark.django_db
IDLE, DEPARTMENT, GROUP, AGENT = 502008, 502009, 502010, 502011


def rule(event_id: int, **watch: object) -> Rule:
    return Rule.objects.create(name="Watch", event_id=event_id, watch=watch, conditions={}, actions=[])


def told(event_id: int) -> list[dict[str, Any]]:
    return [row.args for row in OutboxRow.objects.filter(event_id=event_id).order_by("id")]


def idle(**by: float) -> list[tuple[str, int]]:
    """Who has been told of when so much time has passed."""
    with ahead(timedelta(**by)):
        jobs.find_idle()
    return [(args["subject"], args["idleMinutes"]) for args in told(IDLE)]


def many(ticket: Ticket, number: int) -> None:
    """More tickets like this one, a millisecond apart."""
    rows = []
    for index in range(number):
        values = {field.attname: getattr(ticket, field.attname) for field in Ticket._meta.concrete_fields}
        values |= {"id": None, "number": f"M{index}"}
        values["updated_at"] = ticket.updated_at + timedelta(milliseconds=index)
        rows.append(Ticket(**values))
    Ticket.objects.bulk_create(rows, batch_size=500)


# Idle


def test_each_threshold_is_told_once_a_crossing(cast: Cast, open_ticket: Open) -> None:
    rule(IDLE, minutes=60)
    rule(IDLE, minutes=120)
    assert idle() == []
    ticket = open_ticket()
    assert idle(minutes=59) == []
    assert idle(minutes=61) == [("Mail bounces", 60)]
    assert idle(minutes=90) == [("Mail bounces", 60)]
    assert idle(minutes=121) == [("Mail bounces", 60), ("Mail bounces", 120)]
    with ahead(timedelta(minutes=122)):  # somebody does something: it may cross again
        Ticket.objects.filter(pk=ticket.pk).update(updated_at=database_now())
    assert idle(minutes=181) == [("Mail bounces", 60), ("Mail bounces", 120)]
    assert idle(minutes=183)[2:] == [("Mail bounces", 60)]
    assert IdleMark.objects.count() == 2  # a row a threshold


def test_what_was_idle_before_somebody_asked_has_not_crossed(cast: Cast, open_ticket: Open) -> None:
    open_ticket()
    with ahead(timedelta(minutes=90)):
        rule(IDLE, minutes=60)
    assert idle(minutes=90) == []
    assert idle(minutes=200) == []


def test_closed_and_deleted_ones_are_not_idle(cast: Cast, open_ticket: Open) -> None:
    rule(IDLE, minutes=60)
    idle()
    services.close(open_ticket(subject="Closed"), actor=cast.ann.actor)
    services.delete(open_ticket(subject="Deleted"), actor=cast.ada.actor)
    services.set_status(open_ticket(subject="Waiting"), actor=cast.ann.actor, status=Status.WAITING)
    assert idle(minutes=61) == [("Waiting", 60)]


def test_many_that_cross_at_once_are_told_in_chunks_each_once(cast: Cast, open_ticket: Open) -> None:
    rule(IDLE, minutes=60)
    idle()
    ticket = open_ticket()
    services.add_tag(ticket, actor=cast.ann.actor, name="vip")
    many(ticket, watching.CHUNK * 2 + 3)
    Ticket.objects.filter(number__in=["M7", "M8", "M9"]).update(updated_at=ticket.updated_at)  # same moment
    assert len(idle(minutes=61)) == len(idle(minutes=62)) == Ticket.objects.count()
    ids = [args["ticketId"] for args in told(IDLE)]
    assert len(set(ids)) == len(ids)
    assert [args["tags"] for args in told(IDLE) if args["ticketId"] == ticket.pk] == ["vip"]


def test_nothing_is_lost_when_a_chunk_breaks(
    cast: Cast, open_ticket: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule(IDLE, minutes=60)
    idle()
    open_ticket()

    def broken(*args: Any, **kwargs: Any) -> None:
        publish(*args, **kwargs)
        raise ValueError

    monkeypatch.setattr(watching, "publish", broken)
    with pytest.raises(ValueError, match=""):
        idle(minutes=61)
    monkeypatch.undo()
    assert len(idle(minutes=62)) == 1


def test_a_switched_off_rule_waits_for_nothing(cast: Cast, open_ticket: Open) -> None:
    one = rule(IDLE, minutes=60)
    idle()
    open_ticket()
    Rule.objects.filter(pk=one.pk).update(is_enabled=False)
    assert idle(minutes=61) == []
    assert not IdleMark.objects.exists()


def _plan(sql: str, params: tuple[Any, ...]) -> str:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("VACUUM" if not connection.in_atomic_block else "SELECT 1")
        explain = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
        cursor.execute(f"{explain} {sql}", params)
        return "\n".join(str(row) for row in cursor.fetchall())


def test_a_look_reads_the_index_alone(cast: Cast, open_ticket: Open) -> None:
    many(open_ticket(), 2000)
    mark = IdleMark.objects.create(minutes=60, at=database_now() - timedelta(minutes=90))
    until = database_now() - timedelta(minutes=60)
    rows = watches.idle_since(mark, until).values_list("updated_at", "id")[:200]
    plan = _plan(*rows.query.sql_with_params())
    assert "ticket_all" in plan
    words = {"sqlite": "COVERING INDEX ticket_all", "postgresql": "Index Only Scan", "mysql": "Using index"}
    assert words[connection.vendor] in plan


def _counted(cost: CaptureQueriesContext) -> int:
    """Without the look at the lease, which is remembered for a second."""
    return sum("clustering_lease" not in query["sql"] for query in cost.captured_queries)


def test_a_look_without_a_crossing_costs_as_little_at_two_thousand_tickets(
    cast: Cast, open_ticket: Open
) -> None:
    rule(IDLE, minutes=60)
    for event_id in (DEPARTMENT, GROUP, AGENT):
        rule(event_id, count=100_000, direction="above")
    jobs.find_idle()
    jobs.compare_counts()
    costs = []
    for number in (0, 2000):
        if number:
            many(open_ticket(), number)
        with CaptureQueriesContext(
            connection,
        ) as idle_cost:
            jobs.find_idle()
        with CaptureQueriesContext(connection) as count_cost:
            jobs.compare_counts()
        costs.append((_counted(idle_cost), _counted(count_cost)))
        table = Ticket._meta.db_table
        assert not any(f'FROM "{table}"' in query["sql"] for query in count_cost.captured_queries)
        assert not any(f"FROM `{table}`" in query["sql"] for query in count_cost.captured_queries)
    assert costs[0] == costs[1]
    assert costs[1][0] <= 14
    assert costs[1][1] <= 14


# Counts


def test_a_count_is_told_once_a_crossing_and_again_after_it_came_back(cast: Cast, open_ticket: Open) -> None:
    for event_id in (DEPARTMENT, GROUP, AGENT):
        rule(event_id, count=1, direction="above")
    jobs.compare_counts()
    tickets = [open_ticket(agent=cast.ann), open_ticket(agent=cast.ann)]
    assert [jobs.compare_counts(), jobs.compare_counts()] == [3, 0]
    (department,), (group,), (agent,) = told(DEPARTMENT), told(GROUP), told(AGENT)
    assert (department["departmentName"], department["count"], department["threshold"]) == ("Support", 2, 1)
    assert (group["groupName"], group["direction"], group["status"]) == ("Front Line", "above", "")
    assert (agent["agentName"], agent["count"]) == ("Ann Example", 2)
    services.close(tickets[0], actor=cast.ann.actor)
    assert jobs.compare_counts() == 0  # it came back: nothing is told
    open_ticket(agent=cast.ann)
    assert jobs.compare_counts() == 3


def test_below_and_only_one_status(cast: Cast, open_ticket: Open) -> None:
    rule(GROUP, count=1, direction="below", status="Waiting")
    ticket = open_ticket()
    services.set_status(ticket, actor=cast.ann.actor, status=Status.WAITING)
    assert jobs.compare_counts() == 0  # the first look notes where it stands
    services.set_status(ticket, actor=cast.ann.actor, status=Status.ACTIVE)
    assert jobs.compare_counts() == 1
    assert [(one["groupName"], one["count"], one["status"]) for one in told(GROUP)] == [
        ("Front Line", 0, "Waiting")
    ]


def test_the_queue_is_no_agent_and_marks_go_with_their_rules(cast: Cast, open_ticket: Open) -> None:
    one = rule(AGENT, count=0, direction="above")
    jobs.compare_counts()
    open_ticket()
    assert jobs.compare_counts() == 0
    assert CountMark.objects.exists()
    one.delete()
    jobs.compare_counts()
    assert not CountMark.objects.exists()
