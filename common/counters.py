"""Counts without locks: a change inserts delta rows, a background thread folds them, a count is the sum."""

from collections.abc import Iterable, Sequence

from django.db.models import Sum

from common.models import Count
from common.unit import write, write_late

Key = tuple[int, int, int]


def add(name: str, changes: Iterable[tuple[Key, int]]) -> None:
    """Inserts delta rows, at the end of the current unit. Zero changes are left out."""
    for (a, b, c), n in changes:
        if n:
            write_late(Count(name=name, a=a, b=b, c=c, n=n))


def totals(
    name: str, *, a: Sequence[int] | None = None, c: Sequence[int] | None = None, b: int | None = None
) -> dict[Key, int]:
    """The sums by key, one SQL statement. `None` means any."""
    rows = Count.objects.filter(name=name)
    if a is not None:
        rows = rows.filter(a__in=list(a))
    if c is not None:
        rows = rows.filter(c__in=list(c))
    if b is not None:
        rows = rows.filter(b=b)
    sums = rows.values_list("a", "b", "c").annotate(total=Sum("n")).order_by()
    return {(key_a, key_b, key_c): total for key_a, key_b, key_c, total in sums if total}


@write
def fold(name: str, limit: int = 5000) -> int:
    """Replaces up to `limit` delta rows and the bases of their keys by base rows; returns how many."""
    deltas = list(Count.objects.select_for_update().filter(name=name, is_base=False).order_by("id")[:limit])
    if not deltas:
        return 0
    sums: dict[Key, int] = {}
    for row in deltas:
        key = (row.a, row.b, row.c)
        sums[key] = sums.get(key, 0) + row.n
    ids = [row.id for row in deltas]
    bases = Count.objects.select_for_update().filter(name=name, is_base=True, a__in={key[0] for key in sums})
    for row in list(bases):
        key = (row.a, row.b, row.c)
        if key in sums:
            sums[key] += row.n
            ids.append(row.id)
    Count.objects.filter(id__in=ids).delete()
    Count.objects.bulk_create(
        [Count(name=name, a=a, b=b, c=c, n=n, is_base=True) for (a, b, c), n in sums.items() if n]
    )
    return len(deltas)


@write
def replace(name: str, sums: dict[Key, int]) -> None:
    """Sets all counts of this name anew (recount)."""
    Count.objects.filter(name=name).delete()
    Count.objects.bulk_create(
        [Count(name=name, a=a, b=b, c=c, n=n, is_base=True) for (a, b, c), n in sums.items() if n],
        batch_size=500,
    )


def names() -> list[str]:
    """All counters that have rows."""
    return list(Count.objects.values_list("name", flat=True).distinct().order_by("name"))
