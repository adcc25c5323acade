"""The fence: every write transaction ends with a shared lock on the lease row and compares the epoch.

On PostgreSQL lock and comparison must see the same row version, so the epoch is read by the locking SELECT.
"""

import threading
import time
from dataclasses import dataclass

from django.conf import settings
from django.db import connection

from common.unit import FenceError, LeaseMovedError, in_unit

_TTL_SECONDS = 1.0
_SELECT = """SELECT l.epoch, n.name FROM clustering_lease l
    LEFT JOIN clustering_node n ON n.id = l.node_id WHERE l.id = 1"""
_LOCKED = {
    "postgresql": "SELECT epoch FROM clustering_lease WHERE id = 1 FOR SHARE",
    "mysql": "SELECT epoch FROM clustering_lease WHERE id = 1 LOCK IN SHARE MODE",
}


@dataclass(frozen=True, slots=True)
class Held:
    """The lease as this thread last saw it."""

    epoch: int
    node: str | None

    @property
    def mine(self) -> bool:
        """Also true while no node was ever active: set-up, commands before the first start."""
        return self.node == settings.NODE_NAME or (self.node is None and self.epoch == 0)


class OldWriteError(FenceError):
    """The node was the active one when the unit began, and is not any more."""

    def __init__(self, message: str, epoch: int) -> None:
        super().__init__(message)
        self.epoch = epoch


class _Cache(threading.local):
    held: Held | None = None
    at = 0.0


_cache = _Cache()


def read() -> Held:
    """The lease row now, one SQL statement."""
    with connection.cursor() as cursor:
        cursor.execute(_SELECT)
        row = cursor.fetchone()
    _cache.held = Held(row[0], row[1]) if row else Held(0, None)
    _cache.at = time.monotonic()
    return _cache.held


def current() -> Held:
    """The lease, at most a second old; inside a unit as it was when the unit began."""
    held = _cache.held
    if held is None or (not in_unit() and time.monotonic() - _cache.at > _TTL_SECONDS):
        return read()
    return held


def tenure() -> int:
    """The number of the present tenure: it grows with every change of the active node."""
    return current().epoch


def forget() -> None:
    """Next time the lease is read anew."""
    _cache.held = None


def check() -> None:
    """Ends a unit. Raises FenceError when this node is not, or no longer, the active one."""
    sql = _LOCKED.get(connection.vendor)
    if sql is None:  # SQLite is one machine
        return
    held = current()
    with connection.cursor() as cursor:
        cursor.execute(sql)
        row = cursor.fetchone()
    if row is None or (row[0] == held.epoch and held.mine):
        return
    if read().mine:
        # What was begun under another epoch must not commit; run again from the start it may.
        raise LeaseMovedError(
            f"This server ({settings.NODE_NAME}) became active in the middle of the change."
        )
    said = f"This server ({settings.NODE_NAME}) is not the active one."
    raise OldWriteError(said, held.epoch) if held.mine else FenceError(said)
