"""The document row of an item: written by the service, in its transaction."""

from datetime import datetime

from common.models import SearchDocument
from common.search import words


def store(kind: str, item_id: int, *, scope: int, at: datetime, texts: list[str]) -> None:
    """Writes the item's document anew. `scope` is what permission is checked on; `at` sorts the hits."""
    text = words.document(*texts)
    SearchDocument.objects.update_or_create(
        kind=kind, item_id=item_id, defaults={"scope": scope, "at": at, "words": text}
    )


def add(kind: str, item_id: int, *, scope: int, at: datetime, texts: list[str]) -> None:
    """The document of an item that is new: one INSERT."""
    SearchDocument.objects.create(
        kind=kind, item_id=item_id, scope=scope, at=at, words=words.document(*texts)
    )


def append(kind: str, item_id: int, *, scope: int, at: datetime, texts: list[str]) -> None:
    """Adds the words of a new part to the item's document; an item without one gets it."""
    row = SearchDocument.objects.filter(kind=kind, item_id=item_id).first()
    if row is None:
        store(kind, item_id, scope=scope, at=at, texts=texts)
        return
    known = row.words.split(" ")
    seen = set(known)
    fresh = [word for word in words.document(*texts).split(" ") if word and word not in seen]
    room = max(0, words.MAX_WORDS - len(known))
    changed: dict[str, object] = {"scope": scope, "at": at}
    if fresh and room:
        changed["words"] = " ".join([*known, *fresh[:room]])
    SearchDocument.objects.filter(pk=row.pk).update(**changed)


def move(kind: str, item_id: int, *, scope: int) -> None:
    """The item's permission scope changed."""
    SearchDocument.objects.filter(kind=kind, item_id=item_id).update(scope=scope)


def remove(kind: str, item_id: int) -> None:
    """The item is found no more."""
    SearchDocument.objects.filter(kind=kind, item_id=item_id).delete()
