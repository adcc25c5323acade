"""A node that can be held in the middle of a change: `DJANGO_SETTINGS_MODULE=tests.failover.hooks` serves it.

A file `hold-before` in VAR_DIR holds the next change that publishes a fact: its rows are written and locked,
its fence is still to come. `hold-after` holds it between fence and commit. The file becomes `inside-before`
and the change goes on when that is gone. FAILOVER_FENCE=off is the build that the proof must find out.
FAILOVER_SESSIONS=unmarked hides whose sessions are whose, as where nodes have accounts of their own.
FAILOVER_CLOCK sets the node's clock wrong, in seconds.
"""

import os
import threading
import time
from datetime import timedelta
from pathlib import Path

from django.apps import AppConfig
from django.utils import timezone

from common import unit
from helpdesk import settings as product

for _name in dir(product):
    if _name.isupper():
        globals()[_name] = getattr(product, _name)
INSTALLED_APPS = [*product.INSTALLED_APPS, "tests.failover.hooks.Hooks"]
LONGEST_SECONDS = 90

_open = threading.local()


def _set_clock(seconds: float) -> None:
    """The node's own clock is wrong by so much, for everything that is loaded from here on."""
    real_time, real_now = time.time, timezone.now
    setattr(time, "time", lambda: real_time() + seconds)  # noqa: B010 - a module, not an object of ours
    setattr(timezone, "now", lambda: real_now() + timedelta(seconds=seconds))  # noqa: B010 - as above


_set_clock(float(os.environ.get("FAILOVER_CLOCK", "0")))


def _hold(where: str) -> None:
    if not getattr(_open, "has_fact", False):
        return
    inside = Path(product.VAR_DIR) / f"inside-{where}"
    try:
        (Path(product.VAR_DIR) / f"hold-{where}").rename(inside)  # one change alone gets it
    except FileNotFoundError:
        return
    end = time.monotonic() + LONGEST_SECONDS
    while inside.exists() and time.monotonic() < end:
        time.sleep(0.02)


class Hooks(AppConfig):
    name = "tests.failover"
    label = "failover"

    def ready(self) -> None:
        from clustering.gateways import sessions  # noqa: PLC0415 - as below
        from common.models import OutboxRow  # noqa: PLC0415 - models are only there now

        write_late = unit._write_late

        def noting() -> None:
            _open.has_fact = OutboxRow in unit._state.late
            write_late()

        unit._write_late = noting
        if os.environ.get("FAILOVER_SESSIONS") == "unmarked":
            sessions.mark = lambda _node: None  # type: ignore[assignment]  # takes what it takes
        if os.environ.get("FAILOVER_FENCE") == "off":
            unit._fences.clear()
        unit._fences.insert(0, lambda: _hold("before"))
        unit._fences.append(lambda: _hold("after"))
