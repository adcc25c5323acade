"""Wakes the pollers of all processes at once, where Redis or PostgreSQL can; else they look every 250 ms."""

import contextlib
import threading
import time
from functools import lru_cache

import redis
from django.conf import settings
from django.db import DatabaseError, connection

CHANNEL = "helpdesk_signal"
_QUIET_SECONDS = (
    0.1  # of calls that come closer together one is enough: what it misses is seen at the next poll
)
_lock = threading.Lock()
_last = [0.0]
here = threading.Event()  # this process's poller waits on it


@lru_cache(maxsize=1)
def redis_client(url: str) -> redis.Redis:
    """One client a process; it connects by itself, and anew after a failure."""
    client: redis.Redis = redis.Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2)
    return client


def _is_due() -> bool:
    now = time.monotonic()
    with _lock:
        due = now - _last[0] >= _QUIET_SECONDS
        if due:
            _last[0] = now
    return due


def all_processes() -> None:
    """After a commit. A wake-up that gets lost costs one poll."""
    here.set()
    if not _is_due():
        return
    if settings.REDIS_URL:
        with contextlib.suppress(redis.RedisError, OSError):
            redis_client(settings.REDIS_URL).publish(CHANNEL, b"")
    elif connection.vendor == "postgresql" and not connection.in_atomic_block:
        with contextlib.suppress(DatabaseError), connection.cursor() as cursor:
            cursor.execute(f"NOTIFY {CHANNEL}")
