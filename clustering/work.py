"""Work that must survive a change of nodes: apps say here what waits, and what became of it.

A practised failover notes what waits before the desk changes nodes, and asks again after it came back.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from common.text import Text

MOST = 5000  # as many rows are followed, the oldest ones


@dataclass(frozen=True, slots=True)
class Account:
    """What became of rows that waited. `gone`: there is no such row any more; `doubled`: done twice."""

    done: int = 0
    waiting: int = 0
    failed: int = 0
    gone: int = 0
    doubled: int = 0


@dataclass(frozen=True, slots=True)
class Work:
    """A kind of work: `waiting` gives the ids of rows that are to be done, `account` what became of them."""

    name: str
    label: Text
    waiting: Callable[[int], list[int]]
    account: Callable[[list[int], datetime], Account]  # the time: since when


_kinds: dict[str, Work] = {}


def follow(work: Work) -> None:
    """Registers a kind of work; twice is once."""
    _kinds[work.name] = work


def kinds() -> list[Work]:
    """All kinds, by name."""
    return [_kinds[name] for name in sorted(_kinds)]
