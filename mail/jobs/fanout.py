"""One thread an account: a server that hangs holds its own thread, and no worker that others need."""

import logging
import threading
import time
from collections.abc import Callable

from django.db import connection

from common.unit import FenceError
from mail.services import holder

logger = logging.getLogger(__name__)
MAX_THREADS = 64
_lock = threading.Lock()
_running: dict[str, threading.Thread] = {}


def start(name: str, work: Callable[[], object]) -> threading.Thread | None:
    """Runs `work` in a thread of its own; None when this name's thread still runs or there are too many."""
    with _lock:
        if holder.stopping.is_set() or name in _running or len(_running) >= MAX_THREADS:
            return None
        thread = threading.Thread(target=_run, args=(name, work), name=name)
        _running[name] = thread
    thread.start()
    return thread


def finish(seconds: float) -> bool:
    """The process is told to stop: what is in hand comes to its end, so a mail that left is noted as sent.

    False when something still runs after `seconds`.
    """
    holder.stopping.set()
    end = time.monotonic() + seconds
    with _lock:
        threads = list(_running.values())
    for thread in threads:
        thread.join(max(0.0, end - time.monotonic()))
    return not any(thread.is_alive() for thread in threads)


def _run(name: str, work: Callable[[], object]) -> None:
    try:
        work()
    except FenceError:
        logger.info("%s: another server is active now", name)
    except Exception:  # whatever it was: the rows say what is still to do, and the next sweep does it
        logger.exception("%s failed", name)
    finally:
        connection.close()
        with _lock:
            _running.pop(name, None)
