"""Plain values that the cluster tells others, and the names of what a node checks."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

FILES, DATABASE, SCHEMA, KEY = "files", "database", "schema", "key"
CHECKS = (FILES, DATABASE, SCHEMA, KEY)
SAME = "same"
Checks = dict[str, list[str]]  # name of a check to its code and a detail; the code SAME is good

SPAN_SECONDS, SPANS = 300, 12  # the last hour of a background thread


@dataclass(frozen=True, slots=True)
class Takeover:
    """The lease went to a node. `before` is empty when no node was active, `by` when nobody chose it."""

    node: str
    before: str
    why: str  # heartbeat | chosen | page | first | one machine, and what callers of set_active give
    epoch: int
    by: str
    at: datetime
    address: str = ""


def is_good(checks: Checks) -> bool:
    """True when every check was made and found nothing."""
    return all(checks.get(name, [""])[0] == SAME for name in CHECKS)


class RunSpan(NamedTuple):
    """The runs of a background thread that ended within the same five minutes."""

    number: int  # of the span since 1970
    runs: int
    failed: int
    longest_ms: int

    def age(self, now: datetime) -> int:
        """How many spans ago; 0 is the one that is under way."""
        return _number(now) - self.number


def _number(at: datetime) -> int:
    return int(at.timestamp()) // SPAN_SECONDS


def last_hour(hour: list[list[int]], now: datetime) -> list[RunSpan]:
    """What is remembered as lists, without what is older than an hour."""
    spans = [RunSpan(*one) for one in hour]
    return [span for span in spans if 0 <= span.age(now) < SPANS]


def with_run(hour: list[list[int]], now: datetime, *, ms: int, is_failed: bool) -> list[list[int]]:
    """The hour with one more run: twelve short lists at most, however often a thread runs."""
    spans, number = last_hour(hour, now), _number(now)
    before = spans.pop() if spans and spans[-1].number == number else RunSpan(number, 0, 0, 0)
    after = RunSpan(number, before.runs + 1, before.failed + is_failed, max(before.longest_ms, ms))
    return [list(span) for span in (*spans, after)]
