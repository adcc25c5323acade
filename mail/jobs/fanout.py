"""One thread an account: a server that hangs holds its own thread, and no worker that others need."""

import logging
import threading
from collections.abc import Callable

from django.db import connection

from common.unit import FenceError

logger = logging.getLogger(__name__)
MAX_THREADS = 64
_lock = threading.Lock()
_running: dict[str, threading.Thread] = {}


def start(name: str, work: Callable[[], object]) -> threading.Thread | None:
    """Runs `work` in a thread of its own; None when this name's thread still runs or there are too many."""
    with _lock:
        if name in _running or len(_running) >= MAX_THREADS:
            return None
        thread = threading.Thread(target=_run, args=(name, work), name=name)
        _running[name] = thread
    thread.start()
    return thread


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
