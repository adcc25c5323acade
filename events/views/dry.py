"""The panel of a dry run: what is known so far, as figures, bars, a table and a list."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import quote

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.text import Text
from common.ui import item_page
from events.dryrun import State, pack
from events.evaluator import zone_of
from events.registry import action_type
from events.selectors.pages import DAYS, args_of, lost_facts, title_of
from events.views.items import item_name

FEW, MOST_LOST = 6, 20
STEP, WIDE, FLOOR, TALL = 10, 7, 62, 54


@dataclass(frozen=True, slots=True)
class Hit:
    """An item that would match, or would not any more."""

    title: str
    at: datetime
    url: str
    icon: str
    does: list[str] = field(default_factory=list)
    note: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A day: as edited, and behind it as saved."""

    day: date
    place: int
    count: int
    was: int
    most: int

    def _height(self, count: int) -> int:
        return round(TALL * count / self.most) if self.most else 0

    x = property(lambda self: 1 + STEP * self.place)
    height = property(lambda self: self._height(self.count))
    y = property(lambda self: FLOOR - self.height)
    was_height = property(lambda self: self._height(self.was))
    was_y = property(lambda self: FLOOR - self.was_height)


@dataclass(frozen=True, slots=True)
class Shown:
    """What the panel draws of a state."""

    state_: State

    @property
    def state(self) -> str:
        return pack(self.state_)

    @property
    def is_done(self) -> bool:
        return self.state_.is_done

    @property
    def percent(self) -> int:
        return self.state_.percent

    @property
    def matched(self) -> str:
        return _number(self.state_.tally.item_count)

    @property
    def of_all(self) -> str:
        said = ngettext("would match, of %(n)s event.", "would match, of %(n)s events.", self.state_.total)
        return said % {"n": _number(self.state_.total)}

    @property
    def saved_says(self) -> str:
        saved = self.state_.saved_tally
        return _("The saved rule matches %(n)s") % {"n": _number(saved.item_count)} if saved else ""

    @property
    def progress(self) -> str:
        counts = {"n": _number(self.state_.seen), "of": _number(self.state_.total)}
        return _("%(n)s of %(of)s read") % counts

    @property
    def has_saved(self) -> bool:
        return self.state_.saved_tally is not None

    @property
    def loops(self) -> list[str]:
        return self.state_.loops

    @property
    def sets_off(self) -> str:
        return ", ".join(self.state_.sets_off)

    @property
    def trouble(self) -> str:
        return self.state_.tally.error

    @property
    def because(self) -> str:
        """What is new, what drops out, what the limits hold back."""
        gained, lost = len(self.state_.gained), len(self.state_.lost)
        limited = self.state_.tally.outcomes.get("limited", 0)
        parts = [
            (gained, ngettext("%(n)s is new.", "%(n)s are new.", gained)),
            (lost, ngettext("%(n)s drops out.", "%(n)s drop out.", lost)),
            (
                limited,
                ngettext("%(n)s is held back by its limits.", "%(n)s are held back by its limits.", limited),
            ),
        ]
        return " ".join(text % {"n": _number(count)} for count, text in parts if count)

    @property
    def bars(self) -> list[Bar]:
        tally, saved = self.state_.tally, self.state_.saved_tally
        was = saved.days if saved else {}
        most = max([0, *tally.days.values(), *was.values()])
        days = _days(self.state_)
        return [
            Bar(day, place, tally.days.get(day.isoformat(), 0), was.get(day.isoformat(), 0), most)
            for place, day in enumerate(days)
        ]

    @property
    def width(self) -> int:
        return STEP * len(_days(self.state_))

    @property
    def chart_says(self) -> str:
        best = max(self.bars, key=lambda bar: bar.count)
        if not best.count:
            return _("Matches a day: none")
        return _("Matches a day, at most %(n)s, on %(day)s") % {
            "n": best.count,
            "day": date_format(best.day, "j F"),
        }

    @property
    def csv(self) -> str:
        lines = [
            "day,as_edited,as_saved",
            *(f"{bar.day.isoformat()},{bar.count},{bar.was}" for bar in self.bars),
        ]
        return f"data:text/csv;charset=utf-8,{quote(chr(10).join(lines))}"

    @property
    def does(self) -> list[tuple[Text, str]]:
        """How often each action would run."""
        found = []
        for action in self.state_.draft.actions:
            kind, count = (
                action_type(str(action["type"])),
                self.state_.tally.actions.get(str(action["id"]), 0),
            )
            if kind and count:
                found.append((kind.label, _number(count)))
        return found


def shown(state: State) -> dict[str, Any]:
    """The panel's context, with the items that are listed."""
    hits = _hits(state)
    rest = state.tally.item_count - len(hits)
    lost = _lost(state) if state.is_done else []
    return {
        "dry": Shown(state),
        "dry_span": span(),
        "dry_hits": hits[:FEW],
        "dry_more": hits[FEW:],
        "dry_rest": ngettext("and %(n)s more", "and %(n)s more", rest) % {"n": _number(rest)} if rest else "",
        "dry_lost": lost,
        "dry_lost_count": len(state.lost),
    }


def span() -> str:
    """The days that are read."""
    today = timezone.localdate()
    words = {"first": date_format(today - timedelta(days=DAYS), "j M"), "last": date_format(today, "j M")}
    return _("%(first)s to %(last)s") % words


def _number(count: int) -> str:
    return str(number_format(count, force_grouping=True))


def _days(state: State) -> list[date]:
    zone = zone_of(state.draft.zone)
    first = datetime.fromisoformat(state.since).astimezone(zone).date()
    count = (timezone.now().astimezone(zone).date() - first).days + 1
    return [first + timedelta(days=number) for number in range(count)]


def _hits(state: State) -> list[Hit]:
    args = args_of(row[2] for row in state.sampled)
    does: dict[int, list[str]] = {}
    for sample in state.samples:
        does.setdefault(sample.fact_id, []).append(sample.says)
    return [
        _hit(kind, item_id, args.get(fact_id, {}), datetime.fromisoformat(at), does.get(fact_id, []))
        for kind, item_id, fact_id, at in state.sampled
    ]


def _lost(state: State) -> list[Hit]:
    facts = lost_facts(state.draft.event_id, state.lost[:MOST_LOST])
    return [_hit(fact.item_kind, fact.item_id, fact.args, fact.created_at, []) for fact in facts]


def _hit(kind: str, item_id: int, args: dict[str, Any], at: datetime, does: list[str]) -> Hit:
    icon = "ticket" if kind == "ticket" else "bolt"
    return Hit(title_of(args) or item_name(kind, item_id, args), at, item_page(kind, args), icon, does)
