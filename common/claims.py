"""Claiming rows: several processes take work from one table and none takes what another has.

Where the database can (PostgreSQL, MySQL 8, MariaDB 10.6) rows that others hold are skipped; SQLite has one
writer at a time, so there is nothing to skip.
"""

from datetime import datetime, timedelta
from typing import TypeVar

from django.db import connection
from django.db.models import Model, Q, QuerySet

T = TypeVar("T", bound=Model)


def locked(rows: QuerySet[T], limit: int) -> list[T]:
    """At most `limit` rows, held by the current transaction until it ends. Raises outside of one."""
    if connection.features.has_select_for_update:
        skip = bool(connection.features.has_select_for_update_skip_locked)
        rows = rows.select_for_update(skip_locked=skip)
    elif not connection.in_atomic_block:
        raise RuntimeError("locked() outside a transaction")
    return list(rows[:limit])


def free(now: datetime) -> Q:
    """Rows that nobody has claimed, or whose claim has run out: their process died."""
    return Q(claimed_until=None) | Q(claimed_until__lt=now)


def take(rows: QuerySet[T], *, now: datetime, limit: int, seconds: float) -> list[T]:
    """Claims free rows until `seconds` from now (database time) in the current transaction.

    The model has a column `claimed_until`; whoever has finished sets it to NULL or changes the row's state.
    """
    found = locked(rows.filter(free(now)), limit)
    until = now + timedelta(seconds=seconds)
    rows.model._default_manager.filter(pk__in=[row.pk for row in found]).update(claimed_until=until)
    for row in found:
        setattr(row, "claimed_until", until)  # noqa: B010 - the type of the rows is open
    return found
