"""The workspace's lists: what an agent sees there, in which order, at what cost."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from organization.selectors import scope_of
from tests.sql_baseline import SqlBaseline
from tests.tickets.conftest import Cast
from tickets import services
from tickets.models import Priority, Status, Ticket
from tickets.selectors.desk import desk_of
from tickets.selectors.rows import ListPage, list_page
from tickets.selectors.state import ListState

Open = Callable[..., Ticket]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="accounts.backends.PasswordBackend")
    return client


def statements_of(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as statements:
        assert client.get(path).status_code == 200
    return len(statements)


def page(user: User, **state: object) -> ListPage:
    scope = scope_of(user)
    return list_page(ListState(**state), scope, desk_of(scope))  # type: ignore[arg-type]  # fields by name


def subjects(user: User, **state: object) -> list[str]:
    return [line.subject for line in page(user, **state).lines]


def test_an_agent_sees_the_tickets_of_their_groups_only(cast: Cast, open_ticket: Open) -> None:
    open_ticket(subject="for the front line")
    open_ticket(subject="for servers", group=cast.servers)
    open_ticket(subject="for billing", department=cast.billing)
    assert subjects(cast.ann) == ["for the front line"]
    assert subjects(cast.max) == ["for servers", "for the front line"]
    assert subjects(cast.otto) == ["for billing"]
    assert len(subjects(cast.ada)) == 3


def test_a_group_out_of_scope_shows_nothing(cast: Cast, open_ticket: Open) -> None:
    open_ticket(department=cast.billing)
    assert subjects(cast.ann, group=cast.invoices.pk) == []
    assert subjects(cast.ann, department=cast.billing.pk) == []


def test_views_are_by_agent_and_shelf(cast: Cast, open_ticket: Open) -> None:
    mine, queued, closed, spam = (open_ticket(subject=name) for name in ("mine", "queued", "closed", "spam"))
    services.assign(mine, actor=cast.ann.actor, agent=cast.ann)
    services.close(closed, actor=cast.ann.actor)
    services.mark_spam(spam, actor=cast.ann.actor)
    assert subjects(cast.ann, view="mine") == ["mine"]
    assert subjects(cast.ann, view="queue") == ["queued"]
    assert subjects(cast.ann, view="closed") == ["closed"]
    assert subjects(cast.ann, view="spam") == ["spam"]
    assert queued.agent_id == User.QUEUE_ID


@pytest.mark.django_db(transaction=True)  # a full-text index is filled at commit
def test_filters_narrow(cast: Cast, open_ticket: Open) -> None:
    open_ticket(subject="plain")
    urgent = open_ticket(subject="urgent", priority=Priority.URGENT, tags=("vip",))
    services.set_status(urgent, actor=cast.ann.actor, status=Status.WAITING)
    assert subjects(cast.ann, priority=(Priority.URGENT,)) == ["urgent"]
    assert subjects(cast.ann, tag="vip") == ["urgent"]
    assert subjects(cast.ann, status=(Status.WAITING,)) == ["urgent"]
    assert subjects(cast.ann, status=(Status.ACTIVE,)) == ["plain"]
    assert subjects(cast.ann, text="plain") == ["plain"]
    assert subjects(cast.ann, text="nowhere") == []


@pytest.mark.parametrize("sort", ["activity", "oldest", "created", "priority"])
def test_paging_skips_nothing_and_repeats_nothing(cast: Cast, open_ticket: Open, sort: str) -> None:
    """Three groups merged, many equal times."""
    base = timezone.now().replace(microsecond=0)
    groups = [cast.front, cast.servers, cast.invoices]
    made = [
        open_ticket(group=groups[n % 3], department=groups[n % 3].department, priority=1 + n % 4)
        for n in range(66)
    ]
    for n, ticket in enumerate(made):
        Ticket.objects.filter(pk=ticket.pk).update(updated_at=base - timedelta(minutes=n // 8))
    first = page(cast.ada, sort=sort)
    second = page(cast.ada, sort=sort, after=first.next)
    seen = [line.id for line in first.lines + second.lines]
    assert len(first.lines) == 50
    assert second.next == ""
    assert len(seen) == len(set(seen)) == 66
    if sort == "priority":
        levels = [line.priority for line in first.lines + second.lines]
        assert levels == sorted(levels, reverse=True)


def test_a_forged_cursor_is_not_found(cast: Cast, open_ticket: Open) -> None:
    open_ticket()
    assert signed_in(cast.ann).get("/agent/tickets?after=nonsense").status_code == 404


def test_the_page_shows_rows_and_counts(cast: Cast, open_ticket: Open) -> None:
    ticket = open_ticket(subject="<b>bold</b> claim", tags=("vip",))
    answer = signed_in(cast.ann).get("/agent/tickets?view=queue")
    text = answer.content.decode()
    assert "&lt;b&gt;bold&lt;/b&gt; claim" in text
    assert "<b>bold</b>" not in text
    assert f'value="{ticket.number}"' in text
    assert answer.context["count"] == 1


def test_the_next_page_comes_as_rows_only(cast: Cast, open_ticket: Open) -> None:
    open_ticket()
    text = signed_in(cast.ann).get("/agent/tickets", headers={"HX-Target": "more"}).content.decode()
    assert "hd-row" in text
    assert "<html" not in text


def test_unread_is_per_agent(cast: Cast, open_ticket: Open) -> None:
    ticket = open_ticket()
    assert page(cast.ann).lines[0].is_unread
    services.mark_read(ticket, agent=cast.ann, seq=1)
    assert not page(cast.ann).lines[0].is_unread
    assert page(cast.max).lines[0].is_unread


def test_changed_rows_tell_what_left_the_list(cast: Cast, open_ticket: Open) -> None:
    stays, goes = open_ticket(), open_ticket()
    services.close(goes, actor=cast.ann.actor)
    hidden = open_ticket(department=cast.billing)
    url = f"/agent/rows?ids={stays.pk},{goes.pk},{hidden.pk}"
    text = signed_in(cast.ann).get(url).content.decode()
    assert f'id="t{stays.pk}">' in text
    assert f'id="t{goes.pk}" data-left' in text
    assert f"t{hidden.pk}" not in text


def test_live_counts_are_within_scope(cast: Cast, open_ticket: Open) -> None:
    open_ticket()
    open_ticket(department=cast.billing)
    counts = signed_in(cast.ann).get("/agent/counts").json()
    assert counts["all"] == counts["queue"] == 1
    assert f"g{cast.invoices.pk}" not in counts


@pytest.mark.parametrize("name", ["status", "group", "agent", "priority", "tag", "brand", "sort", "view"])
def test_each_menu_has_choices(cast: Cast, open_ticket: Open, name: str) -> None:
    open_ticket(tags=("vip",))
    answer = signed_in(cast.ann).get(f"/agent/filter/{name}?view=queue")
    assert b'role="option"' in answer.content


def test_strangers_and_customers_do_not_come_in(cast: Cast) -> None:
    assert Client().get("/agent/tickets").status_code == 302
    assert Client().post("/agent/stream", headers={"Accept": "application/json"}).status_code == 401
    assert signed_in(cast.cleo).get("/agent/tickets").status_code == 404


@pytest.mark.parametrize("name", ["ann", "max", "ada"])
def test_the_list_costs_few_statements(
    cast: Cast, open_ticket: Open, name: str, sql_baseline: SqlBaseline
) -> None:
    for _ in range(12):
        open_ticket(tags=("vip",))
    client = signed_in(getattr(cast, name))
    counts = [statements_of(client, "/agent/tickets") for _ in range(4)]
    assert max(counts[1:]) <= 12
    sql_baseline(f"ticket list as {name}", min(counts))  # one asks for the node's status now and then
