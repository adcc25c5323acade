"""The dry run itself: reads facts in chunks by the index of event and id, asks both versions of the rule."""

import time
from collections.abc import Iterator
from datetime import datetime, timedelta

from common.clock import database_now
from common.models import OutboxRow
from events import texts
from events.drafts import RuleDraft, checked, draft_of
from events.dryrun.loops import Finder, known_draft
from events.dryrun.state import Sample, State, Tally
from events.evaluator import Action, Compiled, Happening, Verdict, compile_rule, limit, match, zone_of
from events.models import Rule
from events.registry import action_type
from events.selectors import rulebook
from events.selectors.rulebook import Sights

CHUNK = 1000
MOST_SAMPLES, MOST_ITEMS = 20, 200
TEXTS = frozenset({"text", "longtext", "url", "address"})


def begin(draft: RuleDraft, *, saved: Rule | None = None, days: int = 30) -> State:
    """Nothing is tried yet, but it is known how much there is. Raises InvalidRuleError."""
    draft = checked(draft)
    since = database_now() - timedelta(days=days)
    facts = OutboxRow.objects.filter(event_id=draft.event_id)
    last = facts.order_by("-id").values_list("id", flat=True).first() or 0
    before = facts.filter(created_at__lt=since).order_by("-id").values_list("id", flat=True).first() or 0
    total = facts.filter(id__gt=before, id__lte=last).count()
    compared = draft_of(saved) if saved is not None and saved.event_id == draft.event_id else None
    return State(
        draft=draft,
        rule_id=saved.pk if saved else 0,
        since=since.isoformat(),
        last_id=last,
        cursor=before,
        total=total,
        saved=compared,
        is_done=total == 0,
        saved_tally=Tally() if compared else None,
    )


def step(state: State, budget_ms: int = 400) -> State:
    """Goes on for about so long. The state is changed and returned."""
    if state.is_done:
        return state
    trial = _Trial(state)
    end = time.monotonic() + budget_ms / 1000
    while not state.is_done:
        facts = _chunk(state)
        for fact_id, fact in facts:
            trial.one(fact_id, fact)
            state.cursor, state.seen = fact_id, state.seen + 1
        state.is_done = len(facts) < CHUNK
        if time.monotonic() > end:
            break
    return state


def run(draft: RuleDraft, *, saved: Rule | None = None, days: int = 30) -> State:
    """All at once, for who can wait."""
    state = begin(draft, saved=saved, days=days)
    while not state.is_done:
        state = step(state, budget_ms=60_000)
    return state


def _chunk(state: State) -> list[tuple[int, Happening]]:
    rows = OutboxRow.objects.filter(
        event_id=state.draft.event_id,
        id__gt=state.cursor,
        id__lte=state.last_id,
        created_at__gte=datetime.fromisoformat(state.since),
    ).order_by("id")
    found = rows.values_list("id", "item_kind", "item_id", "args", "created_at", "trail")[:CHUNK]
    event_id = state.draft.event_id
    return [
        (fact_id, Happening(event_id, (kind, item), args, at, tuple(trail)))
        for fact_id, kind, item, args, at, trail in found
    ]


class _Trial:
    """Both versions of the rule made ready, for one step."""

    def __init__(self, state: State) -> None:
        self.state, self.sights = state, Sights()
        self.zone = zone_of(state.draft.zone)
        self.draft = compile_rule(state.draft)
        self.saved = compile_rule(state.saved) if state.saved else None
        owner = state.draft.owner_id or 0
        me = known_draft(state.rule_id, state.draft.name, owner, self.draft)
        self.finder = Finder(me, rulebook.current(), self.sights, state.loops, state.sets_off)
        self.owner = owner

    def one(self, fact_id: int, fact: Happening) -> None:
        verdict = self._try(self.draft, self.state.tally, fact)
        if verdict is not None:
            self._show(fact_id, fact, verdict)
            self.finder.follow(fact, verdict)
        if self.saved is not None and self.state.saved_tally is not None:
            self._try(self.saved, self.state.saved_tally, fact)

    def _try(self, rule: Compiled, tally: Tally, fact: Happening) -> Verdict | None:
        """The verdict when the rule acts."""
        verdict = match(self.state.rule_id, rule, fact, self.sights.of(self.owner, fact.item[0]))
        if verdict is None:
            return None
        if verdict.outcome == "matched":
            verdict = limit(rule, fact, tally.marks)
        tally.outcomes[verdict.outcome] = tally.outcomes.get(verdict.outcome, 0) + 1
        tally.error = tally.error or verdict.text
        if verdict.outcome != "matched":
            return None
        day = fact.at.astimezone(self.zone).date().isoformat()
        tally.days[day] = tally.days.get(day, 0) + 1
        tally.items.setdefault(fact.item[0], set()).add(fact.item[1])
        for action in verdict.actions:
            tally.actions[action.id] = tally.actions.get(action.id, 0) + 1
        return verdict

    def _show(self, fact_id: int, fact: Happening, verdict: Verdict) -> None:
        state = self.state
        if len(state.sampled) < MOST_ITEMS and not any(
            fact.item == (row[0], row[1]) for row in state.sampled
        ):
            state.sampled.append([*fact.item, fact_id, fact.at.isoformat()])
        if len(state.samples) < MOST_SAMPLES:
            state.samples += _samples(fact_id, fact, verdict)


def _samples(fact_id: int, fact: Happening, verdict: Verdict) -> Iterator[Sample]:
    for action in verdict.actions:
        found = action_type(action.type)
        if found is None:
            continue
        said = texts.fill(str(found.says(action.params) or found.label), fact.args)
        yield Sample(fact_id, *fact.item, fact.at.isoformat(), action.id, said, _texts(action, fact))


def _texts(action: Action, fact: Happening) -> dict[str, str]:
    """What it would have written."""
    found = action_type(action.type)
    return {
        str(param.label): texts.fill(str(action.params[param.name]), fact.args)
        for param in (found.params if found else ())
        if param.kind in TEXTS and action.params.get(param.name)
    }
