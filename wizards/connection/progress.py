"""How far the tables are: filled from what the child process says, read by the page."""

import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wizards.connection import groups
from wizards.connection.checks.report import Trouble, spent

LOG_LINES = 200
ENOUGH_STEPS = 5  # before that, nobody can say how long it takes


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A line of the list: `state` is ok, now or skip."""

    state: str
    label: Promise
    done: int
    total: int
    seconds: str


@dataclass(slots=True)
class Progress:
    """`stage`: waiting, running, paused, failed, done. `totals` and `before` count steps a group."""

    stage: str = "waiting"
    totals: Counter[int] = field(default_factory=Counter)
    made: Counter[int] = field(default_factory=Counter)
    seconds: dict[int, float] = field(default_factory=dict)
    begun: int = 0  # steps done by this run, for the time that is left
    now: str = ""
    since: float = 0.0
    started: float = 0.0
    log: list[str] = field(default_factory=list)
    note: str = ""
    trouble: Trouble | None = None
    is_admin_made: bool = False
    address: str = "/login"

    @property
    def total(self) -> int:
        return self.totals.total()

    @property
    def done(self) -> int:
        return self.made.total()

    @property
    def seconds_left(self) -> int:
        """0 when it cannot be said yet."""
        if self.begun < ENOUGH_STEPS or self.done >= self.total:
            return 0
        return round((time.monotonic() - self.started) / self.begun * (self.total - self.done))

    def plan(self, totals: dict[str, int], made: dict[str, int]) -> None:
        """How many steps each app has, and how many of them stand in the database already."""
        self.totals, self.made = Counter(), Counter()
        for app, count in totals.items():
            self.totals[groups.group_of(app)] += count
        for app, count in made.items():
            self.made[groups.group_of(app)] += count
        self.begun, self.started, self.now = 0, time.monotonic(), ""

    def step(self, name: str) -> None:
        """This step begins, so the one before is done."""
        self._ended()
        self.now, self.since = name, time.monotonic()

    def _ended(self) -> None:
        if not self.now:
            return
        place = groups.group_of(self.now.partition(".")[0])
        self.made[place] += 1
        self.begun += 1
        self.seconds[place] = self.seconds.get(place, 0.0) + time.monotonic() - self.since
        self.log = [*self.log, f"{self.now} ... ok"][-LOG_LINES:]
        self.now = ""

    def end(self, said: dict[str, Any]) -> None:
        """All is made."""
        self._ended()
        self.stage, self.trouble = "done", None
        self.is_admin_made = bool(said.get("admin"))
        self.address = str(said.get("next") or self.address)

    def lines(self) -> list[GroupLine]:
        """One line a group that has steps."""
        current = groups.group_of(self.now.partition(".")[0]) if self.now else -1
        return [self._line(place, is_now=place == current) for place in sorted(self.totals)]

    def _line(self, place: int, *, is_now: bool) -> GroupLine:
        done, total = self.made[place], self.totals[place]
        state = "now" if is_now else "ok" if done >= total else "skip"
        seconds = self.seconds.get(place)
        return GroupLine(state, groups.label(place), done, total, spent(seconds) if seconds else "")


def unknown_end(code: int) -> Trouble:
    """The child process ended without a word."""
    return Trouble(
        str(_("Making the tables was interrupted")),
        str(_("The process ended with code %(code)d.")) % {"code": code},
        str(_("Press “Try again”: it goes on with the step that was not finished.")),
        code=str(code),
    )


def failure(said: str) -> Trouble:
    """A step failed; nothing the wizard could repeat by itself."""
    return Trouble(
        str(_("The tables could not be made")),
        said,
        str(_("Mend what it says and press “Try again”, or go back and name another database.")),
    )
