"""Who looks at a ticket and up to where they have read: said by the page itself, then by signs of life."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from common.models import SignalRow
from tests.sql_baseline import SqlBaseline
from tests.tickets.conftest import Cast
from tickets import services
from tickets.models import Presence, ReadState, Ticket

Open = Callable[..., Ticket]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="accounts.backends.PasswordBackend")
    return client


def url(ticket: Ticket, rest: str = "") -> str:
    return f"/agent/tickets/{ticket.number}{rest}"


def test_looking_is_shown_to_others_and_marks_read(cast: Cast, open_ticket: Open) -> None:
    ticket = open_ticket()
    signed_in(cast.ann).post(url(ticket, "/look"), {"writing": "1", "seq": "1"})
    assert "Ann Example is writing" in signed_in(cast.max).get(url(ticket)).content.decode()
    assert "is writing" not in signed_in(cast.ann).get(url(ticket)).content.decode()
    assert b"unread" not in signed_in(cast.ann).get("/agent/tickets").content.partition(b'id="rows"')[2]
    signed_in(cast.ann).post(url(ticket, "/look"), {"gone": "1"})
    assert "is writing" not in signed_in(cast.max).get(url(ticket)).content.decode()


def _cost(statements: CaptureQueriesContext) -> int:
    """Without the savepoints, which stand for a transaction's begin and end inside a test's own."""
    return sum("SAVEPOINT" not in query["sql"] for query in statements.captured_queries)


def _presences(ticket: Ticket) -> int:
    return SignalRow.objects.filter(channel=f"ticket:{ticket.pk}", name="presence").count()


def test_opening_the_page_reads_it_and_says_who_is_here(cast: Cast, open_ticket: Open) -> None:
    ticket = open_ticket()
    signed_in(cast.ann).get(url(ticket))
    assert ReadState.objects.get(agent=cast.ann, ticket=ticket).seq == 1
    assert "Ann Example is reading" in signed_in(cast.max).get(url(ticket)).content.decode()
    assert _presences(ticket) == 2
    signed_in(cast.ann).get(url(ticket))
    assert _presences(ticket) == 2, "nothing new"
    services.reply(ticket, actor=cast.max.actor, author=cast.max, content=services.Content(text="Hello"))
    Presence.objects.filter(agent=cast.ann).update(seen_at=timezone.now() - timedelta(minutes=3))
    signed_in(cast.ann).get(url(ticket))
    assert ReadState.objects.get(agent=cast.ann, ticket=ticket).seq == 2
    assert _presences(ticket) == 3


def test_a_page_fetched_ahead_is_not_read(cast: Cast, open_ticket: Open) -> None:
    ticket, client = open_ticket(), signed_in(cast.ann)
    assert client.get(url(ticket), headers={"Sec-Purpose": "prefetch;prerender"}).status_code == 200
    assert client.head(url(ticket)).status_code == 405
    assert not ReadState.objects.exists()
    assert not Presence.objects.exists()


def test_reading_never_goes_back(cast: Cast, open_ticket: Open) -> None:
    ticket, client = open_ticket(), signed_in(cast.ann)
    services.reply(ticket, actor=cast.max.actor, author=cast.max, content=services.Content(text="Hello"))
    for seq in ("2", "1", "999", "x"):
        assert client.post(url(ticket, "/look"), {"writing": "0", "seq": seq}).status_code == 204
        assert ReadState.objects.get(agent=cast.ann, ticket=ticket).seq == 2


def test_a_sign_of_life_costs_little(cast: Cast, open_ticket: Open, sql_baseline: SqlBaseline) -> None:
    ticket, client, counts = open_ticket(), signed_in(cast.max), []
    for _ in range(4):
        with CaptureQueriesContext(connection) as statements:
            client.post(url(ticket, "/look"), {"writing": "0", "seq": "1"})
        counts.append(_cost(statements))
    sql_baseline("ticket's sign of life as max", min(counts))


@pytest.mark.parametrize("name", ["ann", "max", "ada"])
def test_the_page_costs_few_statements(
    cast: Cast, open_ticket: Open, name: str, sql_baseline: SqlBaseline
) -> None:
    ticket = open_ticket(tags=("vip",))
    services.reply(ticket, actor=cast.ann.actor, author=cast.ann, content=services.Content(text="Hello"))
    client = signed_in(getattr(cast, name))
    counts = []
    client.get("/agent/tickets")
    for _ in range(4):
        ReadState.objects.all().delete()
        Presence.objects.all().delete()
        with CaptureQueriesContext(connection) as statements:
            client.get(url(ticket))
        counts.append(_cost(statements))
    assert max(counts) <= 16
    sql_baseline(f"ticket as {name}", min(counts))  # one asks for the node's status now and then
