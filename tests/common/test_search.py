"""Search: the same hits on every database, within the viewer's scopes, newest first."""

from datetime import UTC, datetime, timedelta

import pytest

from common import search
from common.models import SearchDocument

START = datetime(2026, 1, 1, tzinfo=UTC)
TEXTS = {
    1: ["Ärger mit der Rechnung", "The invoice 4711 is wrong"],
    2: ["Printer on fire", "the AND or NOT near"],
    3: ["東京タワー", "打印机坏了"],
    4: ["a b c d", "x1"],
    5: ["Straße nach Łódź", 'O\'Brien "quoted" (brackets) + - ~ * & | ! : < >'],
    6: ["한국어 문의", "naïve café"],
}

pytestmark = pytest.mark.django_db(transaction=True)  # MariaDB's full text sees committed rows only


@pytest.fixture(autouse=True)
def _documents() -> None:
    for number, texts in TEXTS.items():
        search.store("ticket", number, scope=number % 2, at=START + timedelta(hours=number), texts=texts)
    search.store("article", 1, scope=0, at=START, texts=["invoice"])


@pytest.mark.parametrize(
    ("query", "hits"),
    [
        ("arger", [1]),
        ("ÄRGER rechnung", [1]),
        ("invoice 4711", [1]),
        ("invoice fire", []),
        ("inv*", [1]),
        ("inv", []),
        ("the", [2, 1]),
        ("and or not", [2]),
        ("东京", []),
        ("東京", [3]),
        ("京タ", [3]),
        ("打印机", [3]),
        ("a", [4]),
        ("a b c d", [4]),
        ("strasse", [5]),
        ("o'brien", [5]),
        ("한국어", [6]),
        ("cafe", [6]),
        ("", []),
        ("+-~*&|!:<>()'\"\\%_", []),
        ("') OR 1=1 --", []),
    ],
)
def test_the_same_hits_everywhere(query: str, hits: list[int]) -> None:
    found, _ = search.find("ticket", query, scopes=None)
    assert found == hits


def test_only_the_viewers_scopes() -> None:
    assert search.find("ticket", "the", scopes=[0])[0] == [2]
    assert search.find("ticket", "the", scopes=[7])[0] == []
    assert search.find("ticket", "the", scopes=[])[0] == []


def test_append_adds_words_and_keeps_the_old() -> None:
    search.append("ticket", 2, scope=0, at=START + timedelta(days=9), texts=["extinguisher bought"])
    assert search.find("ticket", "extinguisher fire", scopes=None)[0] == [2]
    assert search.find("ticket", "the", scopes=None)[0] == [2, 1]
    search.append("ticket", 9, scope=0, at=START, texts=["extinguisher"])
    assert search.find("ticket", "extinguisher", scopes=None)[0] == [2, 9]


def test_move_and_remove() -> None:
    search.move("ticket", 2, scope=5)
    assert search.find("ticket", "fire", scopes=[0])[0] == []
    assert search.find("ticket", "fire", scopes=[5])[0] == [2]
    search.remove("ticket", 2)
    assert search.find("ticket", "fire", scopes=None)[0] == []


def test_a_changed_document_forgets_its_old_words() -> None:
    search.store("ticket", 2, scope=0, at=START, texts=["flood"])
    assert search.find("ticket", "fire", scopes=None)[0] == []
    assert search.find("ticket", "flood", scopes=None)[0] == [2]
    assert SearchDocument.objects.filter(kind="ticket").count() == len(TEXTS)


def test_pages_do_not_overlap() -> None:
    for number in range(10, 35):
        search.store("ticket", number, scope=0, at=START, texts=["many"])
    seen: list[int] = []
    cursor: str | None = ""
    while cursor is not None:
        found, cursor = search.find("ticket", "many", scopes=None, size=10, cursor=cursor)
        seen += found
    assert len(seen) == len(set(seen)) == 25
