"""The id of an event on the wire: the last signal seen, and the ids before it that had not been seen yet.

Transactions commit in another order than they took their ids. A number that was left out may still come, so
it is named ("105-103-104"); then a reconnect neither loses nor repeats one.
"""

from dataclasses import dataclass

MAX_GAPS = 40


@dataclass(frozen=True, slots=True)
class Mark:
    """Everything up to `last` was seen, except `gaps`."""

    last: int
    gaps: frozenset[int] = frozenset()

    def __str__(self) -> str:
        return "-".join(map(str, [self.last, *sorted(self.gaps)[-MAX_GAPS:]]))

    def misses(self, signal_id: int) -> bool:
        """True for a signal that came after this mark was set."""
        return signal_id > self.last or signal_id in self.gaps


def parse(text: str) -> Mark | None:
    """None for what we did not write."""
    parts = text.split("-")
    if len(parts) > MAX_GAPS + 1 or not all(
        part.isascii() and part.isdigit() and len(part) < 19 for part in parts
    ):
        return None
    return Mark(int(parts[0]), frozenset(map(int, parts[1:])))
