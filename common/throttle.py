"""Limits on what comes from outside: hits counted in rows, so that all processes and nodes count together."""

import hashlib
import time

from django.db import IntegrityError, transaction
from django.db.models import F

from common.models import ThrottleRow


def hit(key: str, *, limit: int, seconds: int) -> bool:
    """Counts one hit and says whether it is still within `limit` a window of `seconds`.

    The key is hashed: an address or a name typed by a stranger is not kept.
    """
    digest = hashlib.sha256(key.encode()).hexdigest()
    window = int(time.time()) // seconds * seconds
    rows = ThrottleRow.objects.filter(key=digest, window=window)
    if not rows.update(hits=F("hits") + 1):
        try:
            with transaction.atomic():
                ThrottleRow.objects.create(key=digest, window=window, hits=1)
        except IntegrityError:  # another process was first
            rows.update(hits=F("hits") + 1)
    hits = rows.values_list("hits", flat=True).first()
    return hits is not None and hits <= limit


def prune(older_than_seconds: int = 24 * 3600) -> int:
    """Deletes windows that have long passed."""
    deleted, _ = ThrottleRow.objects.filter(window__lt=int(time.time()) - older_than_seconds).delete()
    return deleted
