"""The one judgement of a rule on a fact, in two steps: does it match, and do its limits let it act."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from common.models import OutboxRow
from events.evaluator.limits import Item, Marks
from events.evaluator.patterns import PatternError
from events.evaluator.rules import Action, Compiled

Sees = Callable[[dict[str, Any]], bool]


@dataclass(frozen=True, slots=True)
class Happening:
    """A fact as rules see it, whether it is stored or only thought of."""

    event_id: int
    item: Item
    args: dict[str, Any]
    at: datetime
    trail: Sequence[int] = ()


def happening_of(fact: OutboxRow) -> Happening:
    """A stored fact as rules see it."""
    item = (fact.item_kind, fact.item_id)
    return Happening(fact.event_id, item, fact.args, fact.created_at, tuple(fact.trail))


@dataclass(frozen=True, slots=True)
class Verdict:
    """`outcome`: matched, limited, loop, failed; `held` names the actions that their own limit holds back."""

    outcome: str
    actions: tuple[Action, ...] = ()
    held: tuple[str, ...] = ()
    text: str = ""


def match(rule_id: int, rule: Compiled, fact: Happening, sees: Sees | None) -> Verdict | None:
    """None when the rule has nothing to do with the fact. `sees` bounds the rules of an agent."""
    if fact.event_id != rule.event_id:
        return None
    try:
        holds = rule.test(fact.args, fact.at)
    except PatternError as error:
        return Verdict("failed", text=str(error))
    if not holds or (sees is not None and not sees(fact.args)):
        return None
    if rule_id in fact.trail:
        return Verdict("loop")
    return Verdict("matched", rule.actions)


def limit(rule: Compiled, fact: Happening, marks: Marks) -> Verdict:
    """What of a matching rule may act now; notes in `marks` that it does."""
    if not rule.is_limited:
        return Verdict("matched", rule.actions)
    if not marks.is_free(rule.limit, fact.item, fact.at):
        return Verdict("limited")
    chosen = tuple(action for action in rule.actions if marks.is_free(action.limit, fact.item, fact.at))
    if not chosen:
        return Verdict("limited")
    for taken in (rule.limit, *(action.limit for action in chosen)):
        marks.take(taken, fact.item, fact.at)
    held = tuple(action.id for action in rule.actions if action not in chosen)
    return Verdict("matched", chosen, held)
