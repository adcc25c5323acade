"""What a dry run knows so far, and how it travels."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.core import signing

from events.drafts import RuleDraft
from events.evaluator import Item, Marks
from events.evaluator.limits import Key

SALT = "events.dryrun"
HOURS = 6
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)  # that it ran for an item counts, not when


@dataclass(slots=True)
class Sample:
    """What one action would have done about one fact. `texts`: its filled texts by the fields' labels."""

    fact_id: int
    item_kind: str
    item_id: int
    at: str
    action: str
    says: str
    texts: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Tally:
    """What came of one version of the rule, the draft or the saved one."""

    outcomes: dict[str, int] = field(default_factory=dict)  # matched, limited, loop, failed: numbers of facts
    items: dict[str, set[int]] = field(default_factory=dict)  # that it acts on, by kind
    actions: dict[str, int] = field(default_factory=dict)  # how often each action runs, by its id
    days: dict[str, int] = field(default_factory=dict)  # facts that it acts on, by day in the rule's zone
    error: str = ""  # why a condition could not be decided, if so
    marks: Marks = field(default_factory=Marks)

    @property
    def item_count(self) -> int:
        return sum(map(len, self.items.values()))


@dataclass(slots=True)
class State:
    """`seen` of `total` facts were tried. `samples` and `loops` are the first of all that were found.

    `saved_tally` is there when a saved rule is compared: `gained` and `lost` are the items that the draft
    would act on and the saved rule would not, and the other way round.
    """

    draft: RuleDraft
    rule_id: int
    since: str
    last_id: int
    cursor: int
    total: int
    saved: RuleDraft | None = None
    seen: int = 0
    is_done: bool = False
    tally: Tally = field(default_factory=Tally)
    saved_tally: Tally | None = None
    samples: list[Sample] = field(default_factory=list)
    sampled: list[list[Any]] = field(default_factory=list)  # the first items: kind, id, fact, time
    loops: list[str] = field(default_factory=list)
    sets_off: list[str] = field(default_factory=list)  # names of other rules that it would set off

    @property
    def percent(self) -> int:
        return 100 if self.is_done else min(99, 100 * self.seen // max(1, self.total))

    @property
    def gained(self) -> list[Item]:
        return _difference(self.tally, self.saved_tally) if self.saved_tally else []

    @property
    def lost(self) -> list[Item]:
        return _difference(self.saved_tally, self.tally) if self.saved_tally else []


def _difference(one: Tally, other: Tally) -> list[Item]:
    return [
        (kind, item)
        for kind, items in sorted(one.items.items())
        for item in sorted(items - other.items.get(kind, set()))
    ]


def pack(state: State) -> str:
    """The state as text that only this desk can have written."""
    data = {name: getattr(state, name) for name in State.__slots__}
    data |= {"draft": asdict(state.draft), "saved": asdict(state.saved) if state.saved else None}
    data |= {"tally": _tally(state.tally), "saved_tally": _tally(state.saved_tally)}
    data["samples"] = [asdict(sample) for sample in state.samples]
    return signing.dumps(data, salt=SALT, compress=True)


def unpack(text: str) -> State:
    """Raises django.core.signing.BadSignature, also for a state that is hours old."""
    data = signing.loads(text, salt=SALT, max_age=HOURS * 3600)
    data |= {"draft": RuleDraft(**data["draft"])}
    data["saved"] = RuleDraft(**data["saved"]) if data["saved"] else None
    data |= {"tally": _untally(data["tally"]), "saved_tally": _untally(data["saved_tally"])}
    data["samples"] = [Sample(**sample) for sample in data["samples"]]
    return State(**data)


def _steps(ids: Iterable[int]) -> list[int]:
    """Rising numbers as the steps between them, which are small and pack well."""
    found, last = [], 0
    for one in sorted(ids):
        found.append(one - last)
        last = one
    return found


def _unsteps(steps: list[int]) -> set[int]:
    found, last = set(), 0
    for one in steps:
        last += one
        found.add(last)
    return found


def _tally(tally: Tally | None) -> dict[str, Any] | None:
    if tally is None:
        return None
    once: dict[str, dict[str, set[int]]] = {}
    times: dict[str, str] = {}
    for (action, kind, item), at in tally.marks.known.items():
        if kind:
            once.setdefault(action, {}).setdefault(kind, set()).add(item)
        else:
            times[action] = at.isoformat()
    return {
        "outcomes": tally.outcomes,
        "items": {kind: _steps(items) for kind, items in tally.items.items()},
        "actions": tally.actions,
        "days": tally.days,
        "error": tally.error,
        "once": {
            action: {kind: _steps(items) for kind, items in kinds.items()} for action, kinds in once.items()
        },
        "times": times,
    }


def _untally(data: dict[str, Any] | None) -> Tally | None:
    if data is None:
        return None
    known: dict[Key, Any] = {
        (action, kind, item): LONG_AGO
        for action, kinds in data["once"].items()
        for kind, steps in kinds.items()
        for item in _unsteps(steps)
    }
    known |= {(action, "", 0): datetime.fromisoformat(at) for action, at in data["times"].items()}
    return Tally(
        outcomes=data["outcomes"],
        items={kind: _unsteps(steps) for kind, steps in data["items"].items()},
        actions=data["actions"],
        days=data["days"],
        error=data["error"],
        marks=Marks(known),
    )
