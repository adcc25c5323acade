"""Single comparisons. Each maker checks the value that a rule gives and returns a test of an argument."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from events.evaluator.patterns import Pattern
from events.registry import values_of

Check = Callable[[Any], bool]
MOST_VALUES = 200
LIST_KEYS = frozenset({"tags"})  # texts that are lists, separated by commas

OPERATORS: dict[str, tuple[str, ...]] = {
    "text": (
        *("is", "is_not", "contains", "not_contains", "starts", "matches", "not_matches", "one_of"),
        *("empty", "not_empty"),
    ),
    "id": ("is", "is_not", "one_of", "none_of"),
    "choice": ("is", "is_not", "one_of", "none_of"),
    "number": ("is", "lt", "gt", "between"),
    "date": ("is", "lt", "gt", "between"),
    "bool": ("is",),
    "time": ("between",),
    "weekday": ("one_of",),
}
BY_ORDER = ("at_least", "at_most")


class WrongValueError(ValueError):
    """The value of a condition does not fit; the message says so to a person."""


def operators_for(kind: str, key: str = "") -> tuple[str, ...]:
    """The comparisons that fit an argument; such as priority can be compared by order too."""
    values = values_of(key)
    ordered = kind in {"choice", "id"} and values is not None and values.ordered
    return OPERATORS[kind] + (BY_ORDER if ordered else ())


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _folded(value: Any) -> str:
    return _text(value).casefold()


def one(value: Any) -> str:
    """A single value that is not empty."""
    found = value[0] if isinstance(value, list) and len(value) == 1 else value
    if isinstance(found, list | dict) or found is None or not str(found).strip():
        raise WrongValueError(_("a value is missing"))
    return str(found)[:20_000]


def many(value: Any) -> list[str]:
    """One value or several."""
    found = [str(item) for item in (value if isinstance(value, list) else [value]) if str(item).strip()]
    if not found or value is None:
        raise WrongValueError(_("a value is missing"))
    if len(found) > MOST_VALUES:
        raise WrongValueError(_("there are more than %(most)d values") % {"most": MOST_VALUES})
    return found


def pair(value: Any) -> tuple[str, str]:
    """From and to."""
    if not isinstance(value, list) or len(value) != 2:
        raise WrongValueError(_("both ends are needed"))
    return one(value[0]), one(value[1])


def text(key: str, op: str, value: Any) -> Check:
    """Letters' case does not count."""
    if op in {"empty", "not_empty"}:
        wanted_empty = op == "empty"
        return lambda argument: (not _text(argument).strip()) == wanted_empty
    if op in {"matches", "not_matches"}:
        pattern, wanted = Pattern(one(value)), op == "matches"
        return lambda argument: pattern.found_in(_text(argument)) == wanted
    if op == "one_of":
        chosen = frozenset(item.strip().casefold() for item in many(value))
        if key in LIST_KEYS:
            return lambda argument: any(item.strip() in chosen for item in _folded(argument).split(","))
        return lambda argument: _folded(argument).strip() in chosen
    return _plain_text(op, one(value).casefold())


def _plain_text(op: str, sought: str) -> Check:
    tests: dict[str, Check] = {
        "is": lambda argument: _folded(argument) == sought,
        "is_not": lambda argument: _folded(argument) != sought,
        "contains": lambda argument: sought in _folded(argument),
        "not_contains": lambda argument: sought not in _folded(argument),
        "starts": lambda argument: _folded(argument).startswith(sought),
    }
    return tests[op]


def choice(key: str, op: str, value: Any, ranks: dict[str, int]) -> Check:
    """`ranks`: the place of each value in the key's own order."""
    if op in BY_ORDER:
        bound = ranks.get(one(value))
        if bound is None:
            raise WrongValueError(_("%(value)s is not among the values") % {"value": one(value)})
        if op == "at_least":
            return lambda argument: ranks.get(_text(argument), -1) >= bound
        return lambda argument: -1 < ranks.get(_text(argument), -1) <= bound
    chosen = frozenset(many(value)) if op in {"one_of", "none_of"} else frozenset({one(value)})
    wanted = op in {"is", "one_of"}
    return lambda argument: (_text(argument) in chosen) == wanted


def _decimal(value: Any) -> Decimal:
    try:
        found = Decimal(str(value).strip())
    except InvalidOperation:
        raise WrongValueError(_("%(value)s is no number") % {"value": str(value)[:50]}) from None
    if not found.is_finite():
        raise WrongValueError(_("%(value)s is no number") % {"value": str(value)[:50]})
    return found


def _argument_number(argument: Any) -> Decimal | None:
    try:
        return None if argument is None or argument == "" else Decimal(str(argument))
    except InvalidOperation:
        return None


def number(op: str, value: Any) -> Check:
    """What is no number fits no comparison."""
    if op == "between":
        low, high = sorted(map(_decimal, pair(value)))
        return _numeric(lambda found: low <= found <= high)
    bound = _decimal(one(value))
    tests: dict[str, Callable[[Decimal], bool]] = {
        "is": lambda found: found == bound,
        "lt": lambda found: found < bound,
        "gt": lambda found: found > bound,
    }
    return _numeric(tests[op])


def _numeric(test: Callable[[Decimal], bool]) -> Check:
    def check(argument: Any) -> bool:
        found = _argument_number(argument)
        return found is not None and test(found)

    return check


def truth(value: Any) -> Check:
    wanted = one(value).lower() in {"true", "1", "yes", "on"}
    return lambda argument: bool(argument) == wanted


def _moment(value: str, zone: ZoneInfo) -> datetime | date:
    """A day, or a moment; without a zone of its own it is meant in the rule's."""
    try:
        if len(value.strip()) == 10:
            return date.fromisoformat(value.strip())
        found = datetime.fromisoformat(value.strip())
    except ValueError:
        raise WrongValueError(_("%(value)s is no date") % {"value": value[:50]}) from None
    return found if found.tzinfo else found.replace(tzinfo=zone)


def _argument_moment(argument: Any) -> datetime | None:
    try:
        found = datetime.fromisoformat(_text(argument))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def moment(op: str, value: Any, zone: ZoneInfo) -> Check:
    """Days are compared as days in the rule's zone, moments as moments; both ends count with `between`."""
    bounds = [_moment(item, zone) for item in (pair(value) if op == "between" else (one(value),))]
    low, high = bounds[0], bounds[-1]
    if _order(_start(low, zone), high, zone) > 0:
        low, high = high, low

    def check(argument: Any) -> bool:
        found = _argument_moment(argument)
        if found is None:
            return False
        if op == "lt":
            return _order(found, low, zone) < 0
        if op == "gt":
            return _order(found, low, zone) > 0
        return _order(found, low, zone) >= 0 and _order(found, high, zone) <= 0

    return check


def _start(bound: datetime | date, zone: ZoneInfo) -> datetime:
    if isinstance(bound, datetime):
        return bound
    return datetime(bound.year, bound.month, bound.day, tzinfo=zone)


def _order(found: datetime, bound: datetime | date, zone: ZoneInfo) -> int:
    """-1 before, 0 the same, 1 after: by moments, or by days where the bound is a day."""
    if isinstance(bound, datetime):
        return (found > bound) - (found < bound)
    day = found.astimezone(zone).date()
    return (day > bound) - (day < bound)
