"""Ten thousand rows with ties, while rows change: none is skipped, none comes twice unless its key moved."""

import random
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from organization.selectors import scope_of
from tests.tickets.conftest import Cast
from tickets.models import Status, Ticket
from tickets.selectors.desk import desk_of
from tickets.selectors.rows import list_page
from tickets.selectors.state import ListState

ROWS, TIES = 10_000, 41

pytestmark = pytest.mark.django_db


def fill(cast: Cast, start: datetime) -> None:
    """Bare rows of three groups; lists read nothing else of a ticket."""
    groups = [cast.front, cast.servers, cast.invoices]
    rows = []
    for n in range(ROWS):
        group, moment = groups[n % 3], start - timedelta(minutes=n % TIES)
        rows.append(
            Ticket(
                number=f"001-{n:08X}-0000",
                brand=cast.brand,
                department_id=group.department_id,
                group=group,
                requester=cast.cleo,
                subject=f"Ticket {n}",
                priority=1 + n % 4,
                created_at=moment,
                updated_at=moment,
                customer_wrote_at=moment,
                last_seq=1,
            )
        )
    Ticket.objects.bulk_create(rows, batch_size=400)
    if connection.vendor == "postgresql":  # what autovacuum does on a desk that runs
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE tickets_ticket")


def change(dice: random.Random, ids: list[int], start: datetime) -> set[int]:
    """What happens while somebody pages: some rows get a new key, some are closed. Returns them."""
    moved = dice.sample(ids, 6)
    for pk in moved[:4]:
        moment = start - timedelta(minutes=dice.randrange(TIES))
        Ticket.objects.filter(pk=pk).update(updated_at=moment, priority=1 + dice.randrange(4))
    Ticket.objects.filter(pk__in=moved[4:]).update(shelf=Ticket.Shelf.CLOSED, status=Status.CLOSED)
    return set(moved)


@pytest.mark.parametrize("sort", ["activity", "oldest", "created", "priority"])
def test_ten_thousand_rows_while_they_change(cast: Cast, sort: Any) -> None:
    start, dice = timezone.now().replace(microsecond=0), random.Random(sort)
    fill(cast, start)
    ids = list(Ticket.objects.values_list("id", flat=True))
    state = ListState(view="all", status=(Status.ACTIVE, Status.WAITING), sort=sort)
    scope = scope_of(cast.ada)
    desk = desk_of(scope)
    seen: list[int] = []
    moved: set[int] = set()
    while True:
        page = list_page(state, scope, desk)
        seen += [line.id for line in page.lines]
        if not page.next:
            break
        state = state.but(after=page.next)
        moved |= change(dice, ids, start)
    assert len(moved) > 500, "rows did change"
    assert set(ids) - set(seen) <= moved, "a row was skipped that had not moved"
    twice = {pk for pk, times in Counter(seen).items() if times > 1}
    assert twice <= moved, "a row came twice that had not moved"
    assert len(set(seen)) > ROWS - len(moved)


def test_pages_of_one_agent_of_several_groups(cast: Cast) -> None:
    """The merge of the groups' arms: every row of the agent's group once, in order, and no other's."""
    start = timezone.now().replace(microsecond=0)
    fill(cast, start)
    scope = scope_of(cast.max)  # two groups of Support
    desk = desk_of(scope)
    state, seen = ListState(view="all", status=(Status.ACTIVE,), sort="activity"), []
    while True:
        page = list_page(state, scope, desk)
        seen += [(line.updated_at, line.id) for line in page.lines]
        if not page.next:
            break
        state = state.but(after=page.next)
    wanted = Ticket.objects.filter(group__in=[cast.front, cast.servers])
    assert seen == sorted(wanted.values_list("updated_at", "id"), reverse=True)
