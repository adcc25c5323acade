"""The tree of conditions becomes one function; what is wrong is said with its place."""

from collections.abc import Callable
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from events.errors import InvalidRuleError
from events.evaluator import operators
from events.evaluator.operators import Check, WrongValueError
from events.evaluator.patterns import PatternError
from events.registry import RuleScope, event_type, values_of

Test = Callable[[dict[str, Any], datetime], bool]
MOST_LEAVES, MOST_DEPTH = 100, 8
PSEUDO = ("time", "weekday")
NOWHERE = RuleScope("system")


class _Reader:
    """Reads one tree. `zone` is where its times of day and its days are."""

    def __init__(self, event_id: int, zone: ZoneInfo) -> None:
        self.kinds = kinds_of(event_id)
        self.zone = zone
        self.leaves = 0

    def group(self, node: Any, place: str, depth: int = 0) -> Test:
        mode = next((mode for mode in ("all", "any") if isinstance(node, dict) and mode in node), None)
        if mode is None:
            return self.leaf(node, place)
        children = node[mode]
        if len(node) != 1 or not isinstance(children, list) or depth > MOST_DEPTH:
            raise InvalidRuleError(place, _("This group of conditions cannot be read."))
        if not children and depth:
            raise InvalidRuleError(place, _("This group has no conditions."))
        tests = tuple(
            self.group(child, f"{place}.{mode}.{number}", depth + 1) for number, child in enumerate(children)
        )
        if len(tests) == 1:
            return tests[0]
        if mode == "all" or not tests:
            return lambda args, at: all(test(args, at) for test in tests)
        return lambda args, at: any(test(args, at) for test in tests)

    def leaf(self, node: Any, place: str) -> Test:
        self.leaves += 1
        if self.leaves > MOST_LEAVES:
            raise InvalidRuleError(
                place, _("There are more than %(most)d conditions.") % {"most": MOST_LEAVES}
            )
        if not isinstance(node, dict) or not {"key", "op"} <= node.keys() <= {"key", "op", "value"}:
            raise InvalidRuleError(place, _("This condition cannot be read."))
        key, op, value = str(node["key"]), str(node["op"]), node.get("value")
        kind = self.kinds.get(key)
        if kind is None:
            raise InvalidRuleError(place, _("This event has no “%(key)s”.") % {"key": key})
        if op not in operators.operators_for(kind, key):
            message = _("“%(key)s” cannot be compared by “%(op)s”.") % {"key": key, "op": op}
            raise InvalidRuleError(place, message)
        try:
            return self.test(key, kind, op, value)
        except (WrongValueError, PatternError) as error:
            message = _("“%(key)s”: %(problem)s.") % {"key": key, "problem": error}
            raise InvalidRuleError(place, message) from None

    def test(self, key: str, kind: str, op: str, value: Any) -> Test:
        if kind == "time":
            return _time_of_day(value, self.zone)
        if kind == "weekday":
            return _weekday(value, self.zone)
        check = self.check(key, kind, op, value)
        return lambda args, at: check(args.get(key))

    def check(self, key: str, kind: str, op: str, value: Any) -> Check:
        if kind == "text":
            return operators.text(key, op, value)
        if kind == "number":
            return operators.number(op, value)
        if kind == "date":
            return operators.moment(op, value, self.zone)
        if kind == "bool":
            return operators.truth(value)
        return operators.choice(key, op, value, _ranks(key) if op in operators.BY_ORDER else {})


def _ranks(key: str) -> dict[str, int]:
    values = values_of(key)
    return {value: rank for rank, (value, _) in enumerate(values.choices(NOWHERE))} if values else {}


def _clock(text: str) -> time:
    try:
        hour, minute = text.strip().split(":")[:2]
        return time(int(hour), int(minute))
    except ValueError:
        raise WrongValueError(_("%(value)s is no time of day") % {"value": text[:20]}) from None


def _time_of_day(value: Any, zone: ZoneInfo) -> Test:
    """From the first time to just before the second; over midnight when the second is the earlier one."""
    start, end = map(_clock, operators.pair(value))
    if start == end:
        raise WrongValueError(_("both times are the same"))
    if start < end:
        return lambda args, at: start <= at.astimezone(zone).time() < end

    def over_midnight(args: dict[str, Any], at: datetime) -> bool:
        now = at.astimezone(zone).time()
        return now >= start or now < end

    return over_midnight


def _weekday(value: Any, zone: ZoneInfo) -> Test:
    days = frozenset(operators.many(value))
    if not days <= set("1234567"):
        raise WrongValueError(_("days are numbered from 1 for Monday to 7 for Sunday"))
    return lambda args, at: str(at.astimezone(zone).isoweekday()) in days


def kinds_of(event_id: int) -> dict[str, str]:
    """The keys that conditions on an event may ask, with their kinds; time and weekday for all."""
    keys = {key.name: key.kind for key in event_type(event_id).keys}
    return {"time": "time", "weekday": "weekday"} | keys


def compile_conditions(conditions: Any, event_id: int, zone: ZoneInfo) -> Test:
    """One function of an event's arguments and time. Raises InvalidRuleError, UnknownEventError.

    No conditions at all always hold.
    """
    if conditions in (None, {}, []):
        return lambda args, at: True
    return _Reader(event_id, zone).group(conditions, "conditions")
