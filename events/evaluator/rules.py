"""A rule made ready to be asked, whether it is saved or only drafted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from events.errors import InvalidRuleError
from events.evaluator.conditions import Test, compile_conditions


class RuleLike(Protocol):
    """What the evaluator reads of a rule: events.models.Rule and events.drafts.RuleDraft have it."""

    @property
    def event_id(self) -> int: ...
    @property
    def conditions(self) -> Any: ...
    @property
    def actions(self) -> Any: ...
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
    params: Mapping[str, Any]
    once: bool
    every_minutes: int


@dataclass(frozen=True, slots=True)
class Compiled:
    """A rule ready to be asked."""

    event_id: int
    test: Test
    actions: tuple[Action, ...]
    once_per_item: bool
    every_minutes: int

    @property
    def is_limited(self) -> bool:
        """Whether anything of it acts less often than it matches."""
        own = self.once_per_item or self.every_minutes > 0
        return own or any(action.once or action.every_minutes for action in self.actions)


def zone_of(name: str) -> ZoneInfo:
    """Raises InvalidRuleError."""
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        raise InvalidRuleError("zone", _("There is no time zone “%(name)s”.") % {"name": name}) from None


def compile_rule(rule: RuleLike) -> Compiled:
    """Raises InvalidRuleError, UnknownEventError."""
    return Compiled(
        event_id=rule.event_id,
        test=compile_conditions(rule.conditions, rule.event_id, zone_of(rule.zone)),
        actions=tuple(
            Action(
                str(action["id"]),
                str(action["type"]),
                dict(action.get("params") or {}),
                bool(action.get("once")),
                int(action.get("every_minutes") or 0),
            )
            for action in rule.actions
        ),
        once_per_item=rule.once_per_item,
        every_minutes=rule.every_minutes,
    )


def matches(rule: RuleLike, event_id: int, args: dict[str, Any], at: datetime) -> bool:
    """Whether the rule's conditions hold for an event. Who asks often compiles the rule once instead."""
    return event_id == rule.event_id and compile_rule(rule).test(args, at)
