"""What the card *Practise failover* and the report show."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from clustering.forms import ScheduleForm
from clustering.models import Node, Practice
from clustering.selectors import has_failover, nodes, practices
from clustering.services.practice import Schedule, read_schedule
from clustering.services.practice.account import is_clean
from clustering.views.practice_leg import Leg
from clustering.work import kinds

State = Practice.State
ORDER = (State.ASKED, State.THERE, State.BACK, State.RETURNED)


class Shown:
    """A practice in words."""

    def __init__(self, practice: Practice) -> None:
        self.practice = practice
        self.there = Leg(practice.there, practice.target)
        self.back = Leg(practice.back, practice.home)

    @property
    def who(self) -> str:
        return self.practice.actor_label or _("by the schedule")

    @property
    def is_done(self) -> bool:
        return self.practice.state == State.DONE

    @cached_property
    def is_clean(self) -> bool:
        return is_clean(self.practice.work)

    @property
    def work(self) -> list[dict[str, Any]]:
        """A line for each kind of work."""
        return [
            {"label": kind.label, **self.practice.work[kind.name]}
            for kind in kinds()
            if "done" in self.practice.work.get(kind.name, {})
        ]

    @property
    def steps(self) -> list[tuple[str, str]]:
        """While it is under way: each step, and whether it is "done", "now" or to come."""
        names = {"target": self.practice.target, "home": self.practice.home}
        texts = (
            _("%(target)s gets ready"),
            _("%(target)s serves the desk"),
            _("%(home)s takes over again"),
            _("%(home)s serves the desk"),
        )
        now = ORDER.index(State(self.practice.state)) if self.practice.state in ORDER else len(ORDER)
        return [
            (text % names, "done" if index < now else "now" if index == now else "")
            for index, text in enumerate(texts)
        ]


@dataclass(frozen=True, slots=True)
class Card:
    """`target` is the node that would take over now."""

    last: Shown | None
    running: Shown | None
    schedule: Schedule
    home: Node | None
    target: Node | None
    passive: list[Node]
    has_failover: bool

    @property
    def schedule_words(self) -> str:
        """Every first Monday, 06:00."""
        if not self.schedule.is_on:
            return _("By a schedule")
        day = WEEKDAYS[self.schedule.weekday - 1]
        every = {
            0: _("Every %(day)s, %(at)s"),
            1: _("Every first %(day)s, %(at)s"),
            2: _("Every second %(day)s, %(at)s"),
            3: _("Every third %(day)s, %(at)s"),
            4: _("Every fourth %(day)s, %(at)s"),
        }[self.schedule.nth]
        return every % {"day": day, "at": self.schedule.at}


def schedule_form(schedule: Schedule) -> ScheduleForm:
    """With what is kept."""
    initial = {"is_on": schedule.is_on, "nth": schedule.nth, "weekday": schedule.weekday, "at": schedule.at}
    return ScheduleForm(initial=initial)


def card() -> Card:
    """Four statements."""
    found = [Shown(practice) for practice in practices()[:2]]
    running = next((shown for shown in found if shown.practice.ended_at is None), None)
    everyone = list(nodes())
    passive = [node for node in everyone if node.role == Node.Role.PASSIVE]
    return Card(
        last=next((shown for shown in found if shown.practice.ended_at), None),
        running=running,
        schedule=read_schedule(),
        home=next((node for node in everyone if node.role == Node.Role.ACTIVE), None),
        target=next(iter(passive), None),
        passive=passive,
        has_failover=has_failover(),
    )


def practise_context() -> dict[str, Any]:
    """For the Clustering page: the card's template and what it shows."""
    shown = card()
    return {
        "practise": "settings/cluster/practise.html",
        "practise_card": shown,
        "practise_form": schedule_form(shown.schedule),
    }
