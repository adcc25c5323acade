"""Finding: all words, within the viewer's scopes, newest first."""

from collections.abc import Sequence

from django.db.models import QuerySet

from common.models import SearchDocument
from common.paging import Cursor, after
from common.search import words
from common.search.vendors import vendor


def documents(kind: str, text: str, *, scopes: Sequence[int] | None) -> QuerySet[SearchDocument]:
    """The matching documents; `scopes` None means that the viewer may see all, an empty list nothing."""
    wanted = words.query(text)
    rows = SearchDocument.objects.filter(kind=kind)
    if not wanted or (scopes is not None and not scopes):
        return rows.none()
    if scopes is not None:
        rows = rows.filter(scope__in=list(scopes))
    condition, parameters = vendor().match(wanted)
    # The condition is a constant of ours; what the person typed travels as a parameter only.
    return rows.extra(where=[condition], params=parameters)  # noqa: S610


def find(
    kind: str, text: str, *, scopes: Sequence[int] | None, size: int = 50, cursor: str = ""
) -> tuple[list[int], str | None]:
    """One page of item ids, newest first, and the cursor of the next. One SQL statement."""
    rows = documents(kind, text, scopes=scopes)
    if cursor:
        rows = rows.filter(after("at", Cursor.decode(cursor), descending=True))
    found = list(rows.order_by("-at", "-id").values_list("item_id", "at", "id")[: size + 1])
    last = found[size - 1] if len(found) > size else None
    return [row[0] for row in found[:size]], Cursor(last[1], last[2]).encode() if last else None
