"""How far it is: whoever starts a backup or a restore hands one of these in."""

from typing import Protocol


class Progress(Protocol):
    """`begin` a stretch of so many units, then `step`."""

    def begin(self, what: str, total: int, unit: str) -> None: ...

    def step(self, count: int = 1) -> None: ...


class Silent:
    """Says nothing."""

    def begin(self, what: str, total: int, unit: str) -> None:
        return None

    def step(self, count: int = 1) -> None:
        return None
