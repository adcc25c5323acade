"""What a rule makes of a fact: pure functions, the same for the dispatcher and the dry run."""

from events.evaluator.conditions import compile_conditions, kinds_of
from events.evaluator.limits import Item, Key, Marks
from events.evaluator.operators import operators_for
from events.evaluator.patterns import PatternError
from events.evaluator.rules import Action, Compiled, RuleLike, compile_rule, matches, zone_of
from events.evaluator.verdicts import Happening, Verdict, happening_of, limit, match

__all__ = [
    "Action",
    "Compiled",
    "Happening",
    "Item",
    "Key",
    "Marks",
    "PatternError",
    "RuleLike",
    "Verdict",
    "compile_conditions",
    "compile_rule",
    "happening_of",
    "kinds_of",
    "limit",
    "match",
    "matches",
    "operators_for",
    "zone_of",
]
