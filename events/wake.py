"""Wake-ups: they only say "look now"; losing all of them costs one sweep."""

import contextlib
import os
import threading
import time

from celery import current_app
from django.conf import settings
from kombu.exceptions import OperationalError

_QUIET_SECONDS = 0.2  # of wake-ups that come closer together, one is enough: what it misses the sweep finds
_MANY_FILES = 200
_lock = threading.Lock()
_last: dict[str, float] = {}


def send(task: str, *args: int, queue: str = "work") -> None:
    """Asks a worker to look at once. A broker that is away or overfull is no error: the next sweep looks."""
    if _broker_is_full():
        return
    with contextlib.suppress(OperationalError, OSError):
        current_app.send_task(task, args=args, queue=queue, retry=False, ignore_result=True)


def _broker_is_full() -> bool:
    """A folder in which wake-ups pile up has nobody who reads them: a command without a running node."""
    if settings.REDIS_URL:
        return False
    try:
        with os.scandir(settings.BROKER_DIR) as entries:
            return sum(1 for _ in entries) > _MANY_FILES
    except FileNotFoundError:
        return True


def once(task: str, queue: str = "work") -> None:
    """As `send`, for wake-ups that many changes ask for."""
    now = time.monotonic()
    with _lock:
        if now - _last.get(task, 0.0) < _QUIET_SECONDS:
            return
        _last[task] = now
    send(task, queue=queue)


def dispatcher() -> None:
    """There are new facts."""
    once("events.jobs.dispatch")


def deliverer() -> None:
    """There is more to deliver than one worker thread should do."""
    once("events.jobs.deliver")


def outside() -> None:
    """There may be something for other servers."""
    once("events.jobs.deliver_outside")
