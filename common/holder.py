"""Who holds a claim: this process, recognizable also after its death, so that nobody waits for a dead one.

`NODE|BOOT|PID|STARTED|EPOCH`. The epoch is the lease's when the claim began: a node that lost its place and
got it back goes on with the same processes, but what they had in hand may have been ended under them.
"""

import os
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from django.conf import settings


def _started(pid: int) -> str:
    """When a process of this machine started, in ticks since boot; "" when there is none."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return ""
    fields = stat.rpartition(")")[2].split()
    return "" if fields[0] in "ZX" else fields[19]


@lru_cache(maxsize=1)
def _boot() -> str:
    """Tells boots, and so machines and containers with their own counting, apart."""
    try:
        namespace = os.readlink("/proc/self/ns/pid")  # noqa: PTH115 - it is no file, only a name
        return f"{Path('/proc/sys/kernel/random/boot_id').read_text().strip()[:13]}{namespace[4:]}"
    except OSError:
        return ""


_tenures: list[Callable[[], int]] = []


def count_tenures(epoch: Callable[[], int]) -> None:
    """`epoch` gives the number of the present tenure of the active node."""
    _tenures[:] = [epoch]


def _epoch() -> int:
    return _tenures[0]() if _tenures else 0


def me() -> str:
    """This process in the present tenure, for `claimed_by`."""
    pid = os.getpid()
    return f"{settings.NODE_NAME}|{_boot()}|{pid}|{_started(pid)}|{_epoch()}"


def is_dead(holder: str) -> bool:
    """True only when it is certain: the process was one of this machine, and is no more."""
    parts = holder.split("|")
    if len(parts) < 4 or not _boot() or parts[1] != _boot() or not parts[2].isdigit():
        return False
    return _started(int(parts[2])) != parts[3]


def is_interrupted(holder: str) -> bool:
    """True when the claim ended because its node lost its place, and as far as one knows its process lives:
    what it had in hand is not to blame."""
    return is_ousted(holder) and not is_dead(holder)


def is_ousted(holder: str) -> bool:
    """True when the claim holds nobody up: its process is dead, was another node's, or got it in a tenure
    before this one.

    For claims inside fenced units: only the active node comes that far, so any other node has lost its place.
    What a holder may still do outside, the last dot of a mail, has a deadline of its own.
    """
    if not holder:
        return False
    node, *rest = holder.split("|")
    is_old = len(rest) > 3 and rest[3] != str(_epoch())  # a version before this one wrote none
    return node != settings.NODE_NAME or is_old or is_dead(holder)
