"""Ids for processes that work side by side: a chunk takes its blocks in its turn, so a run repeats."""

import multiprocessing
from multiprocessing.sharedctypes import Synchronized
from multiprocessing.synchronize import Condition
from typing import Any


class LostTurnError(RuntimeError):
    """Another process failed; the chunks behind it are not written."""


class Turns:
    """The next free id of each table, shared by processes. Chunk numbers count from 0 without gaps."""

    def __init__(self, first: dict[str, int]) -> None:
        context = multiprocessing.get_context("fork")
        self._names = list(first)
        self._next: Any = context.Array("q", list(first.values()), lock=False)
        self._turn: Synchronized[int] = context.Value("q", 0)
        self._condition: Condition = context.Condition()

    def take(self, chunk: int, sizes: dict[str, int]) -> dict[str, int]:
        """Waits for the chunk's turn and returns the first id of its block in each table."""
        with self._condition:
            self._condition.wait_for(lambda: self._turn.value in (chunk, -1))
            if self._turn.value == -1:
                raise LostTurnError
            found = dict(zip(self._names, self._next, strict=True))
            for number, name in enumerate(self._names):
                self._next[number] += sizes.get(name, 0)
            self._turn.value += 1
            self._condition.notify_all()
        return found

    def give_up(self) -> None:
        """Wakes all who wait: no more turns."""
        with self._condition:
            self._turn.value = -1
            self._condition.notify_all()
