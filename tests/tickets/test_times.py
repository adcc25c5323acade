"""The time log of a ticket."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Role, RolePermission
from common import audit
from common.models import OutboxRow
from tests.tickets.conftest import Cast
from tests.tickets.test_agent_ticket import signed_in, url
from tickets.models import Ticket, TimeLog

Open = Callable[..., Ticket]
pytestmark = pytest.mark.django_db


def test_time_is_logged_summed_and_told(cast: Cast, open_ticket: Open) -> None:
    ticket, client = open_ticket(), signed_in(cast.ann)
    for time, subject, more in (("35m", "PTR records", {"billable": "on"}), ("1h 5m", "", {})):
        answer = client.post(url(ticket, "/time"), {"time": time, "subject": subject, **more})
        assert answer["HX-Trigger"] == "hd:done"
    assert "1h 40m" in client.get(url(ticket)).content.decode()
    dialog = client.get(url(ticket, "/time")).content.decode()
    assert "1h 40m on this ticket so far, 35m billable" in dialog
    row = TimeLog.objects.order_by("pk")[0]
    assert (row.agent, row.minutes, row.subject, row.is_billable) == (cast.ann, 35, "PTR records", True)
    told = [fact.args for fact in OutboxRow.objects.filter(event_id=502014).order_by("id")]
    assert [(one["minutes"], one["isBillable"], one["actorName"]) for one in told] == [
        (35, True, "Ann Example"),
        (65, False, "Ann Example"),
    ]


def test_own_lines_are_changed_and_deleted(cast: Cast, open_ticket: Open) -> None:
    ticket, client = open_ticket(), signed_in(cast.ann)
    client.post(url(ticket, "/time"), {"time": "35", "subject": "Look"})
    row = TimeLog.objects.get()
    assert 'value="35m"' in client.get(url(ticket, f"/time?log={row.pk}")).content.decode()
    client.post(
        url(ticket, "/time"), {"log": row.pk, "time": "50", "subject": "Look", "at": "2026-11-20T08:15"}
    )
    row.refresh_from_db()
    assert (row.minutes, f"{row.at:%Y-%m-%d %H:%M}") == (50, "2026-11-20 08:15")
    client.post(url(ticket, "/time"), {"log": row.pk, "delete": "1"})
    assert not TimeLog.objects.exists()
    said = " | ".join(audit.render(line) for line in audit.history("ticket", ticket.pk))
    assert "Logged <b>35m</b> <b>Look</b>" in said
    assert "<b>35m</b> → <b>50m</b>" in said
    assert "Deleted <b>50m</b> of <b>Ann Example</b>" in said
    assert OutboxRow.objects.filter(event_id=502014).count() == 1


def test_lines_of_others_are_for_those_who_may(cast: Cast, open_ticket: Open) -> None:
    ticket = open_ticket()
    signed_in(cast.max).post(url(ticket, "/time"), {"time": "35"})
    row = TimeLog.objects.get()
    for values in ({"log": row.pk, "time": "5"}, {"log": row.pk, "delete": "1"}):
        assert signed_in(cast.ann).post(url(ticket, "/time"), values).status_code == 404
    assert signed_in(cast.ann).get(url(ticket, f"/time?log={row.pk}")).status_code == 404
    signed_in(cast.ada).post(url(ticket, "/time"), {"log": row.pk, "time": "5"})
    row.refresh_from_db()
    assert row.minutes == 5


def test_a_line_of_another_ticket_is_not_there(cast: Cast, open_ticket: Open) -> None:
    one, two = open_ticket(), open_ticket()
    signed_in(cast.ann).post(url(one, "/time"), {"time": "35"})
    row = TimeLog.objects.get()
    assert signed_in(cast.ann).post(url(two, "/time"), {"log": row.pk, "delete": "1"}).status_code == 404
    assert TimeLog.objects.exists()


@pytest.mark.parametrize("values", [{"time": ""}, {"time": "x"}, {"time": "0"}, {"time": "99999"}])
def test_a_mistake_is_said_in_the_dialog(cast: Cast, open_ticket: Open, values: dict[str, str]) -> None:
    answer = signed_in(cast.ann).post(url(open_ticket(), "/time"), values)
    assert answer["HX-Retarget"] == "#time-body"
    assert 'role="alert"' in answer.content.decode()
    assert not TimeLog.objects.exists()


def test_without_the_right_there_is_no_time_log(cast: Cast, open_ticket: Open) -> None:
    role = Role.objects.get(builtin="agent")
    RolePermission.objects.filter(role=role, name="ticket.time").delete()
    ticket, client = open_ticket(), signed_in(cast.ann)
    assert client.get(url(ticket, "/time")).status_code == 404
    assert "data-time" not in client.get(url(ticket)).content.decode()


def test_the_page_costs_no_statement_more(cast: Cast, open_ticket: Open) -> None:
    """Follow-up and time log stand on it, however many lines there are."""
    ticket, client = open_ticket(), signed_in(cast.ann)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url(ticket)).status_code == 200
        return sum("clustering_lease" not in query["sql"] for query in queries.captured_queries)

    cost()  # the first visit notes that one has read it
    before = cost()
    for minutes in range(1, 9):
        client.post(url(ticket, "/time"), {"time": str(minutes), "subject": "Look"})
    client.post(url(ticket, "/follow-up"), {"when": "in 2 days", "agent": cast.ann.pk})
    cost()
    assert cost() == before <= 16
