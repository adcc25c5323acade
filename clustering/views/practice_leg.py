"""One way of a practised failover as a line with four points."""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.utils.formats import number_format
from django.utils.translation import gettext as _

MOMENTS = ("asked", "noticed", "taken", "opened")
LEFT, WIDTH, LEAST = 8, 392, 92  # of the picture; LEAST: room for a label
SERVED, CLOSED = "g", "r"


@dataclass(frozen=True, slots=True)
class Point:
    """A moment: its place, its name above, its seconds below; `line` is the colour of the way to it."""

    x: int
    label: str
    seconds: str
    anchor: str
    line: str
    before: int  # the place of the point before


@dataclass(frozen=True, slots=True)
class Leg:
    """`moments` as the row has them."""

    moments: dict[str, str]
    node: str  # that takes over

    def _at(self, name: str) -> datetime | None:
        kept = self.moments.get(name)
        return datetime.fromisoformat(kept) if kept else None

    def seconds(self, name: str) -> float | None:
        """Since it was asked for."""
        start, at = self._at("asked"), self._at(name)
        return max((at - start).total_seconds(), 0.0) if start and at else None

    @property
    def closed(self) -> float | None:
        """Seconds without service: from the last moment that the one node's pages were seen open to the first
        moment that the other's were."""
        last, first = self._at("stopped") or self._at("taken"), self._at("opened")
        return max((first - last).total_seconds(), 0.0) if last and first else None

    @property
    def closed_words(self) -> str:
        return "" if self.closed is None else in_seconds(self.closed)

    @property
    def points(self) -> list[Point]:
        """Only the moments that came; far enough apart to be read."""
        names = {
            "asked": _("asked"),
            "noticed": _("noticed"),
            "taken": _("lease taken"),
            "opened": _("portal open"),
        }
        came = [(name, seconds) for name in MOMENTS if (seconds := self.seconds(name)) is not None]
        places = spread([seconds for _name, seconds in came])
        found: list[Point] = []
        for index, (name, seconds) in enumerate(came):
            is_last = index == len(came) - 1
            found.append(
                Point(
                    x=places[index],
                    label=names[name],
                    seconds=in_seconds(seconds) if is_last or not index else number_format(seconds, 1),
                    anchor="start" if not index else "end" if is_last else "middle",
                    line=CLOSED if name == "opened" else SERVED,
                    before=places[index - 1] if index else LEFT,
                )
            )
        return found

    @property
    def said(self) -> str:
        """The picture in words."""
        return ", ".join(f"{point.label}: {point.seconds}" for point in self.points)


def spread(seconds: list[float]) -> list[int]:
    """Places on the line, in proportion as far as each label has its room."""
    if len(seconds) < 2:
        return [LEFT] * len(seconds)
    gaps = [after - before for before, after in pairwise(seconds)]
    free, total = WIDTH - LEAST * len(gaps), sum(gaps) or 1.0
    places = [float(LEFT)]
    for gap in gaps:
        places.append(places[-1] + LEAST + free * gap / total)
    return [round(place) for place in places]


def in_seconds(seconds: float) -> str:
    return _("%(n)s s") % {"n": number_format(seconds, 1)}
