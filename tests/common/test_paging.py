"""Keyset pages: through ties and changes, no row is skipped and none comes twice."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from common.models import SearchDocument
from common.paging import BadCursorError, Cursor, page

START = datetime(2026, 1, 1, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def make(rows: int, moments: int) -> None:
    SearchDocument.objects.bulk_create(
        [
            SearchDocument(kind="t", item_id=n, at=START + timedelta(seconds=n % moments), words="")
            for n in range(rows)
        ],
        batch_size=500,
    )


@pytest.mark.parametrize("descending", [True, False])
def test_ten_thousand_rows_with_ties_while_rows_change(descending: bool) -> None:
    make(10_000, moments=37)
    generator = random.Random(1)
    seen: list[int] = []
    moved: set[int] = set()
    cursor: str | None = ""
    while cursor is not None:
        found = page(SearchDocument.objects.all(), "at", size=499, cursor=cursor, descending=descending)
        seen += [row.item_id for row in found.rows]
        cursor = found.next
        item = generator.randrange(10_000)
        moved.add(item)
        SearchDocument.objects.filter(item_id=item).update(
            at=START + timedelta(seconds=generator.randrange(37))
        )
        gone = SearchDocument.objects.filter(item_id=generator.choice(seen))
        moved.update(gone.values_list("item_id", flat=True))
        gone.delete()
    assert set(range(10_000)) - set(seen) <= moved
    doubles = {item for item in seen if seen.count(item) > 1} if len(seen) != len(set(seen)) else set()
    assert doubles <= moved


def test_the_last_page_has_no_next() -> None:
    make(10, moments=2)
    first = page(SearchDocument.objects.all(), "at", size=10)
    assert (len(first.rows), first.next) == (10, None)


@pytest.mark.parametrize("text", ["x", "[]", "!!!", "W10", "bm9wZQ", "WyJhIiwgImIiXQ", "W1tdLCAxXQ", "é"])
def test_a_cursor_we_did_not_write_is_refused(text: str) -> None:
    with pytest.raises(BadCursorError):
        Cursor.decode(text)


@pytest.mark.parametrize("value", [START, 5, "title"])
def test_a_cursor_survives_the_url(value: object) -> None:
    assert Cursor.decode(Cursor(value, 7).encode()) == Cursor(value, 7)
