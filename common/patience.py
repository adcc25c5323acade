"""What must be noted when the database is back: a claim that nobody ends would hold the work up."""

import time
from collections.abc import Callable
from typing import TypeVar

from django.db import InterfaceError, InternalError, OperationalError, connection

T = TypeVar("T")
PAUSE_SECONDS = 0.5
# the database is away, or has ended this session; PostgreSQL calls one that idled too long an internal error
AWAY = (OperationalError, InterfaceError, InternalError)


def when_it_answers(function: Callable[[], T], *, seconds: float) -> T:
    """Calls `function`, again and again while the database is away; after `seconds` raises what it raised."""
    end = time.monotonic() + seconds
    while True:
        try:
            return function()
        except AWAY:
            if connection.in_atomic_block or time.monotonic() > end:
                raise
            connection.close()
            time.sleep(PAUSE_SECONDS)
