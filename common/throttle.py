"""Limits on what comes from outside: hits counted in rows, so that all processes and nodes count together."""

import hashlib
import time

from django.db import connection

from common.models import ThrottleRow

_RETURNING = """INSERT INTO common_throttlerow AS row ("key", "window", hits) VALUES {rows}
    ON CONFLICT ("key", "window") DO UPDATE SET hits = row.hits + 1 RETURNING hits"""
_COUNT = {
    "postgresql": _RETURNING,
    "sqlite": _RETURNING,
    "mysql": """INSERT INTO common_throttlerow (`key`, `window`, hits) VALUES {rows}
    ON DUPLICATE KEY UPDATE hits = hits + 1""",
}


def _counted(key: str, *windows: int) -> list[int]:
    """Counts one hit in each window and says how many each has now.

    The key is hashed: an address or a name typed by a stranger is not kept.
    """
    digest = hashlib.sha256(key.encode()).hexdigest()
    rows = ", ".join(["(%s, %s, 1)"] * len(windows))
    values = [value for window in windows for value in (digest, window)]
    with connection.cursor() as cursor:
        cursor.execute(_COUNT[connection.vendor].format(rows=rows), values)
        if connection.vendor != "mysql":
            return [hits for (hits,) in cursor.fetchall()]
    found = ThrottleRow.objects.filter(key=digest, window__in=windows)  # it cannot say what it wrote
    return list(found.values_list("hits", flat=True))


def _window(seconds: int) -> int:
    return int(time.time()) // seconds * seconds


def hit(key: str, *, limit: int, seconds: int) -> bool:
    """Counts one hit and says whether it is still within `limit` a window of `seconds`."""
    return max(_counted(key, _window(seconds)), default=limit + 1) <= limit


def once(key: str, *, seconds: int) -> bool:
    """Whether this is the first time within at least `seconds`, and at most twice as long.

    Each time is counted in the next window too: a second one right after a window has ended is known, and
    meets the first one's row where both happen at the same moment.
    """
    window = _window(seconds)
    return max(_counted(key, window, window + seconds), default=2) == 1


def prune(older_than_seconds: int = 24 * 3600) -> int:
    """Deletes windows that have long passed."""
    deleted, _ = ThrottleRow.objects.filter(window__lt=int(time.time()) - older_than_seconds).delete()
    return deleted
