"""What trying a database found: steps in the order they ran, and what is wrong with the first that failed."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Trouble:
    """`happened` is what the other side said; `command` is to be copied, "" when there is none."""

    title: str
    happened: str
    to_do: str
    command: str = ""
    code: str = ""


class CheckFailedError(Exception):
    """A step failed; what follows is not tried."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.title)
        self.trouble = trouble


@dataclass(frozen=True, slots=True)
class Step:
    """`state` is ok, bad or skip; `end` a time, or the code of a failure."""

    state: str
    label: str
    end: str = ""


class Line(NamedTuple):
    """`planned` is said when the step fails or is not tried; `try_it` returns what it found."""

    planned: str
    try_it: Callable[[], str]


@dataclass(slots=True)
class Report:
    """`is_missing`: the database is to be created; `is_desk`: it holds a desk already."""

    steps: list[Step] = field(default_factory=list)
    trouble: Trouble | None = None
    is_missing: bool = False
    is_desk: bool = False

    @property
    def is_good(self) -> bool:
        return self.trouble is None


def tried(lines: Sequence[Line]) -> Report:
    """Tries the lines until one fails."""
    report = Report()
    for line in lines:
        if report.trouble:
            report.steps.append(Step("skip", line.planned))
            continue
        started = time.monotonic()
        try:
            said = line.try_it()
        except CheckFailedError as failure:
            report.trouble = failure.trouble
            report.steps.append(Step("bad", line.planned, failure.trouble.code))
        else:
            if said:
                report.steps.append(Step("ok", said, spent(time.monotonic() - started)))
    return report


def spent(seconds: float) -> str:
    """A time for the end of a line."""
    return f"{seconds:.1f} s" if seconds >= 1 else f"{max(1, round(seconds * 1000))} ms"
