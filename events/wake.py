"""Wake-ups: they only say "look now"; losing all of them costs one sweep."""

import contextlib

from celery import current_app
from kombu.exceptions import OperationalError


def send(task: str, *args: int, queue: str = "work") -> None:
    """Asks a worker to look at once. A broker that is away is no error: the next sweep finds the rows."""
    with contextlib.suppress(OperationalError, OSError):
        current_app.send_task(task, args=args, queue=queue, retry=False, ignore_result=True)


def dispatcher() -> None:
    """There are new facts."""
    send("events.jobs.dispatch")
