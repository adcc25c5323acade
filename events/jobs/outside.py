"""Actions that talk to other servers: in threads of their own, one at a time to each server.

A server that hangs holds its own thread until its time limit, and nothing that others wait for.
"""

import logging
import threading

from celery import shared_task
from django.db import connection
from django.utils.translation import gettext_lazy as _

from clustering import fence
from clustering.threads import background_thread
from common.unit import FenceError
from events.jobs.running import run_delivery
from events.selectors import due_targets
from events.services import next_delivery

logger = logging.getLogger(__name__)
MOST_THREADS = 8
_lock = threading.Lock()
_running: set[threading.Thread] = set()


@shared_task(name="events.jobs.deliver_outside", ignore_result=True)
def deliver_outside() -> int:
    """Starts a thread for each server that something waits for; returns how many it started."""
    if not fence.read().mine:
        return 0
    return sum(1 for _ in range(due_targets()) if _start())


@background_thread("events.outside", every=2, said=_("Actions of rules"))
def sweep_outside() -> int:
    """Finds what no wake-up announced."""
    return deliver_outside()


def work() -> int:
    """Runs what is due, one after another; returns how many."""
    done = 0
    while (delivery := next_delivery(outside=True)) is not None:
        run_delivery(delivery)
        done += 1
    return done


def wait(seconds: float) -> None:
    """Until what was started has ended."""
    with _lock:
        threads = list(_running)
    for thread in threads:
        thread.join(seconds)


def _start() -> bool:
    with _lock:
        if len(_running) >= MOST_THREADS:
            return False
        thread = threading.Thread(target=_run, name="outside", daemon=True)
        _running.add(thread)
    thread.start()
    return True


def _run() -> None:
    try:
        work()
    except FenceError:
        logger.info("outside: another server is active now")
    except Exception:  # whatever it was: the rows say what is still to do, and the next sweep does it
        logger.exception("outside failed")
    finally:
        connection.close()
        with _lock:
            _running.discard(threading.current_thread())
