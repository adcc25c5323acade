"""The last hour of a background thread as a small chart: a bar is the longest run of five minutes."""

from dataclasses import dataclass
from datetime import datetime
from math import log10

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clustering.facts import SPANS, RunSpan, last_hour
from clustering.views.spans import took

STEP, HEIGHT = 5, 18
LOWEST, TALLEST = 2, 12  # above the tallest is the place of the mark


@dataclass(frozen=True, slots=True)
class HourChart:
    """Bars are strokes of two SVG paths, one of them for spans with a run that failed."""

    spans: list[RunSpan]
    now: datetime

    @property
    def width(self) -> int:
        return SPANS * STEP

    @property
    def height(self) -> int:
        return HEIGHT

    @property
    def good(self) -> str:
        return "".join(self._bar(span) for span in self.spans if not span.failed)

    @property
    def bad(self) -> str:
        """With a mark above the bar, so that colour is not all that tells them."""
        return "".join(f"{self._bar(span)}M{self._x(span)} 0v3" for span in self.spans if span.failed)

    @property
    def said(self) -> str:
        """The chart in words."""
        runs = sum(span.runs for span in self.spans)
        if not runs:
            return _("no run in the last hour")
        failed = sum(span.failed for span in self.spans)
        words = {
            "runs": ngettext("%(n)s run", "%(n)s runs", runs)
            % {"n": number_format(runs, force_grouping=True)},
            "failed": number_format(failed, force_grouping=True),
            "took": took(max(span.longest_ms for span in self.spans)),
        }
        if failed:
            return _("%(runs)s in the last hour, %(failed)s failed, the longest took %(took)s") % words
        return _("%(runs)s in the last hour, the longest took %(took)s") % words

    def _x(self, span: RunSpan) -> float:
        return (SPANS - 1 - span.age(self.now)) * STEP + STEP / 2

    def _bar(self, span: RunSpan) -> str:
        return f"M{self._x(span)} {HEIGHT - 1}v-{height_of(span.longest_ms)}"


def height_of(ms: int) -> int:
    """By the number of digits: 10 ms, 1 s and half a minute are told apart in one chart."""
    return max(LOWEST, min(TALLEST, round(2 + 2.2 * log10(max(ms, 1)))))


def hour_chart(hour: list[list[int]], now: datetime) -> HourChart:
    """Of what a thread's row remembers."""
    return HourChart(last_hour(hour, now), now)
