"""A rule made ready to be asked, whether it is saved or only drafted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from events.errors import InvalidRuleError
from events.evaluator.conditions import Test, compile_conditions
from events.evaluator.limits import Limit
from events.registry import watch_fits


class RuleLike(Protocol):
    """What the evaluator reads of a rule: events.models.Rule and events.drafts.RuleDraft have it."""

    @property
    def event_id(self) -> int: ...
    @property
    def conditions(self) -> Any: ...
    @property
    def actions(self) -> Any: ...
    @property
    def watch(self) -> Any: ...
    @property
    def zone(self) -> str: ...
    @property
    def once_per_item(self) -> bool: ...
    @property
    def every_minutes(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Action:
    """An action of a rule with its own limits."""

    id: str
    type: str
    params: dict[str, Any]
    limit: Limit


@dataclass(frozen=True, slots=True)
class Compiled:
    """A rule ready to be asked."""

    event_id: int
    test: Test
    actions: tuple[Action, ...]
    limit: Limit
    is_limited: bool  # whether anything of it may act less often than it matches


def zone_of(name: str) -> ZoneInfo:
    """Raises InvalidRuleError."""
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        raise InvalidRuleError("zone", _("There is no time zone “%(name)s”.") % {"name": name}) from None


def compile_rule(rule: RuleLike) -> Compiled:
    """Raises InvalidRuleError, UnknownEventError."""
    own = Limit("", rule.once_per_item, rule.every_minutes)
    actions = tuple(_action(action) for action in rule.actions)
    return Compiled(
        event_id=rule.event_id,
        test=_watching(rule, compile_conditions(rule.conditions, rule.event_id, zone_of(rule.zone))),
        actions=actions,
        limit=own,
        is_limited=own.is_set or any(action.limit.is_set for action in actions),
    )


def _watching(rule: RuleLike, test: Test) -> Test:
    """Of events that are found by looking, a rule gets those of its own threshold."""
    watch, fits = dict(rule.watch or {}), watch_fits(rule.event_id)
    if not watch or fits is None:
        return test
    return lambda args, at: fits(watch, args) and test(args, at)


def _action(stored: Mapping[str, Any]) -> Action:
    action_id = str(stored["id"])
    limit = Limit(action_id, bool(stored.get("once")), int(stored.get("every_minutes") or 0))
    return Action(action_id, str(stored["type"]), dict(stored.get("params") or {}), limit)


def matches(rule: RuleLike, event_id: int, args: dict[str, Any], at: datetime) -> bool:
    """Whether the rule's conditions hold for an event. Who asks often compiles the rule once instead."""
    return event_id == rule.event_id and compile_rule(rule).test(args, at)
