"""Time: the database's, in UTC, so that nodes with wrong clocks agree; deadlines on the boot clock."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from django.db import connection

FAR_FUTURE = datetime(9999, 1, 1, tzinfo=UTC)  # "none" in sort columns, which are NOT NULL
_NEAR_SECONDS = 2.0
_seen: dict[str, tuple[float, datetime]] = {}  # per database: boot clock and its time then
_SQL = {
    "postgresql": "SELECT clock_timestamp()",
    "mysql": "SELECT UTC_TIMESTAMP(6)",
    "sqlite": "SELECT strftime('%Y-%m-%d %H:%M:%f', 'now')",
}


_ahead = timedelta()


@contextmanager
def ahead(by: timedelta) -> Iterator[None]:
    """Inside, time is later by so much: for tests of what only passed time brings about."""
    global _ahead  # noqa: PLW0603
    before, _ahead = _ahead, _ahead + by
    try:
        yield
    finally:
        _ahead = before


def database_now() -> datetime:
    """The database server's time, aware, in UTC."""
    return _asked() + _ahead


def _asked() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute(_SQL[connection.vendor])
        value = cursor.fetchone()[0]
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    result: datetime = value
    return result.replace(tzinfo=UTC) if result.tzinfo is None else result.astimezone(UTC)


def near_now() -> datetime:
    """As `database_now`, within a few milliseconds, mostly without a statement: for what is only noted.

    Claims and leases ask the database itself.
    """
    name = str(connection.settings_dict["NAME"])
    known = _seen.get(name)
    began = boot_seconds()
    if known is not None and 0 <= began - known[0] < _NEAR_SECONDS:
        return known[1] + timedelta(seconds=began - known[0]) + _ahead
    now = _asked()
    _seen[name] = (boot_seconds(), now)  # rather late than early: nothing is due before its time
    return now + _ahead


def boot_seconds() -> float:
    """Seconds since boot, sleep included: a deadline on it cannot be moved by a wrong clock or a pause."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)
