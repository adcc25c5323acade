"""Limits on what comes from outside: hits counted in rows, so that all processes and nodes count together."""

import hashlib
import time

from django.db import connection

from common.models import ThrottleRow

_RETURNING = """INSERT INTO common_throttlerow AS row ("key", "window", hits) VALUES (%s, %s, 1)
    ON CONFLICT ("key", "window") DO UPDATE SET hits = row.hits + 1 RETURNING hits"""
_COUNT = {
    "postgresql": _RETURNING,
    "sqlite": _RETURNING,
    "mysql": """INSERT INTO common_throttlerow (`key`, `window`, hits) VALUES (%s, %s, 1)
    ON DUPLICATE KEY UPDATE hits = hits + 1""",
}


def hit(key: str, *, limit: int, seconds: int) -> bool:
    """Counts one hit and says whether it is still within `limit` a window of `seconds`.

    The key is hashed: an address or a name typed by a stranger is not kept.
    """
    digest = hashlib.sha256(key.encode()).hexdigest()
    window = int(time.time()) // seconds * seconds
    with connection.cursor() as cursor:
        cursor.execute(_COUNT[connection.vendor], [digest, window])
        if connection.vendor == "mysql":  # it cannot say what it wrote
            hits = (
                ThrottleRow.objects.filter(key=digest, window=window).values_list("hits", flat=True).first()
            )
            return hits is not None and hits <= limit
        found: int = cursor.fetchone()[0]
    return found <= limit


def prune(older_than_seconds: int = 24 * 3600) -> int:
    """Deletes windows that have long passed."""
    deleted, _ = ThrottleRow.objects.filter(window__lt=int(time.time()) - older_than_seconds).delete()
    return deleted
