"""Numbers reserved in blocks: a process asks the database once for many."""

import threading

from django.db import connection, models

from common.models import Sequence
from common.unit import run

_lock = threading.Lock()
_blocks: dict[tuple[str, str], list[int]] = {}


def _reserve(name: str, size: int) -> int:
    """Takes `size` numbers in a transaction of its own and returns the first."""
    Sequence.objects.get_or_create(name=name)
    row = Sequence.objects.select_for_update().get(name=name)
    Sequence.objects.filter(name=name).update(next=models.F("next") + size)
    return row.next


def take(name: str, *, block: int = 32) -> int:
    """The next number of this process's block. Numbers are unique and grow by process; gaps are normal."""
    key = (name, str(connection.settings_dict["NAME"]))
    with _lock:
        span = _blocks.get(key)
        if span is None or span[0] >= span[1]:
            first = run(lambda: _reserve(name, block), fenced=False)
            span = _blocks[key] = [first, first + block]
        number = span[0]
        span[0] += 1
    return number


def forget() -> None:
    """Drops the reserved blocks: after a fork, and when a test's transaction was rolled back."""
    _blocks.clear()
