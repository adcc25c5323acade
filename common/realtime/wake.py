"""Wakes the pollers of all processes at once, where Redis or PostgreSQL can; else they look every 250 ms."""

import contextlib
import threading
from functools import lru_cache

import redis
from django.conf import settings
from django.db import DatabaseError, connection

CHANNEL = "helpdesk_signal"
here = threading.Event()  # this process's poller waits on it


@lru_cache(maxsize=1)
def redis_client(url: str) -> redis.Redis:
    """One client a process; it connects by itself, and anew after a failure."""
    client: redis.Redis = redis.Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2)
    return client


def all_processes() -> None:
    """After a commit. A wake-up that gets lost costs one poll."""
    here.set()
    if settings.REDIS_URL:
        with contextlib.suppress(redis.RedisError, OSError):
            redis_client(settings.REDIS_URL).publish(CHANNEL, b"")
    elif connection.vendor == "postgresql" and not connection.in_atomic_block:
        with contextlib.suppress(DatabaseError), connection.cursor() as cursor:
            cursor.execute(f"NOTIFY {CHANNEL}")
