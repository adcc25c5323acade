"""A progress bar on a terminal, nothing into a pipe."""

from typing import Any

from tqdm import tqdm


class Bar:
    """One line a stretch."""

    def __init__(self) -> None:
        self._bar: tqdm[Any] | None = None

    def begin(self, what: str, total: int, unit: str) -> None:
        self.close()
        self._bar = tqdm(total=total, desc=what, unit=f" {unit}s", disable=None)

    def step(self, count: int = 1) -> None:
        if self._bar is not None:
            self._bar.update(count)

    def close(self) -> None:
        if self._bar is not None:
            self._bar.close()
        self._bar = None
