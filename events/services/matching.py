"""Facts meet rules: what matches becomes one delivery an action, in the transaction that fans out."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.utils.translation import gettext as _

from common.models import OutboxRow
from events.evaluator import Happening, Marks, Verdict, happening_of, limit, match
from events.models import Delivery, Rule, RuleMark, RuleRun
from events.registry import action_type
from events.selectors import rule_names, rulebook
from events.selectors.rulebook import Known, Sights


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that has something to say about a fact."""

    known: Known
    fact: OutboxRow
    happening: Happening
    verdict: Verdict


def rule_deliveries(facts: list[OutboxRow], now: datetime) -> list[Delivery]:
    """The deliveries of all rules to these facts, not saved yet; writes the rules' log and their limits."""
    hits = _hits(facts)
    if not hits:
        return []
    hits = _within_limits(hits)
    RuleRun.objects.bulk_create([_run(hit, now) for hit in hits], batch_size=500)
    return [delivery for hit in hits for delivery in _deliveries(hit, now)]


def _hits(facts: list[OutboxRow]) -> list[Hit]:
    book, sights = rulebook.current(), Sights()
    found: list[Hit] = []
    for fact in facts:
        rules = book.by_event.get(fact.event_id)
        if not rules:
            continue
        seen = happening_of(fact)
        for known in rules:
            verdict = match(known.id, known.compiled, seen, sights.of(known.owner_id, fact.item_kind))
            if verdict is not None:
                found.append(Hit(known, fact, seen, verdict))
    return found


def _within_limits(hits: list[Hit]) -> list[Hit]:
    """Limited rules are locked first, in one order for all processes: what a limit allows happens once."""
    limited = {
        hit.known.id for hit in hits if hit.known.compiled.is_limited and hit.verdict.outcome == "matched"
    }
    if not limited:
        return hits
    no_key = bool(connection.features.has_select_for_no_key_update)  # others may write lines of its log
    rules = Rule.objects.filter(pk__in=limited).order_by("pk").select_for_update(no_key=no_key)
    there = set(rules.values_list("pk", flat=True))
    store = _MarkStore(there, {hit.fact.item_id for hit in hits})
    decided: list[Hit] = []
    for hit in hits:
        if hit.known.id not in limited:
            decided.append(hit)
        elif hit.known.id in there:
            verdict = limit(hit.known.compiled, hit.happening, store.of(hit.known.id))
            decided.append(Hit(hit.known, hit.fact, hit.happening, verdict))
    store.save()
    return decided


class _MarkStore:
    """The marks of the limited rules, as far as they concern these items."""

    def __init__(self, rule_ids: set[int], item_ids: set[int]) -> None:
        rows = list(RuleMark.objects.filter(rule_id__in=rule_ids, item_id__in={0, *item_ids}))
        self._rows = {(row.rule_id, row.action, row.item_kind, row.item_id): row for row in rows}
        self._marks: dict[int, Marks] = {rule_id: Marks() for rule_id in rule_ids}
        for row in rows:
            self._marks[row.rule_id].known[row.action, row.item_kind, row.item_id] = row.at

    def of(self, rule_id: int) -> Marks:
        return self._marks[rule_id]

    def save(self) -> None:
        fresh, changed = [], []
        for rule_id, marks in self._marks.items():
            for action, item_kind, item_id in marks.changed:
                at = marks.known[action, item_kind, item_id]
                row = self._rows.get((rule_id, action, item_kind, item_id))
                if row is None:
                    fresh.append(
                        RuleMark(rule_id=rule_id, action=action, item_kind=item_kind, item_id=item_id, at=at)
                    )
                else:
                    row.at = at
                    changed.append(row)
        RuleMark.objects.bulk_create(fresh, batch_size=500)
        RuleMark.objects.bulk_update(changed, ["at"], batch_size=500)


def _run(hit: Hit, now: datetime) -> RuleRun:
    return RuleRun(
        rule_id=hit.known.id,
        fact_id=hit.fact.pk,
        item_kind=hit.fact.item_kind,
        item_id=hit.fact.item_id,
        outcome=hit.verdict.outcome,
        at=now,
        text=_loop(hit) if hit.verdict.outcome == "loop" else hit.verdict.text,
    )


def _loop(hit: Hit) -> str:
    """Which rules trigger each other: from this one round to itself."""
    trail = list(hit.fact.trail)
    names = rule_names([*trail[trail.index(hit.known.id) :], hit.known.id])
    return _("These rules trigger each other: %(rules)s") % {"rules": " → ".join(names)}


def _deliveries(hit: Hit, now: datetime) -> list[Delivery]:
    if hit.verdict.outcome != "matched":
        return []
    lane = lane_of(hit.known.id)
    return [
        Delivery(
            fact=hit.fact,
            handler=f"{lane}:{action.id}",
            lane=lane,
            target=found.target_of(action.params) if (found := action_type(action.type)) else "",
            item_kind=hit.fact.item_kind,
            item_id=hit.fact.item_id,
            next_at=now,
        )
        for action in hit.verdict.actions
    ]


def lane_of(rule_id: int) -> str:
    """All actions of a rule, on one item, run one after another."""
    return f"rule:{rule_id}"
