"""The last heartbeats of a node as small bars."""

from dataclasses import dataclass

from django.conf import settings

from clustering.models import Node

BARS, STEP, FULL = 12, 5, 8
HEIGHT = 14


@dataclass(frozen=True, slots=True)
class Bar:
    x: int
    height: int

    @property
    def y(self) -> int:
        return HEIGHT - self.height


def bars(node: Node, age: float | None) -> list[Bar]:
    """A beat in time is a full bar, a late one a lower one, one that did not come a stub."""
    every = settings.HEARTBEAT_SECONDS * 1000
    gaps = [int(part) for part in node.beats.split(",") if part.isdecimal()]
    heights = [max(2, min(FULL + 2, round(FULL * every / max(gap, 1)))) for gap in gaps]
    missed = int((age or 0) * 1000 / every) - 1
    heights += [1] * max(0, min(BARS, missed))
    shown = heights[-BARS:]
    return [Bar((BARS - len(shown) + place) * STEP, height) for place, height in enumerate(shown)]
