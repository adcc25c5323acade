"""A rule before it is saved: read from a form or another door, checked as a whole, refused with a place."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext as _

from events.errors import InvalidRuleError, UnknownEventError
from events.evaluator import compile_rule
from events.models import Rule
from events.registry import ActionType, Param, RuleScope, action_type, event_type, item_kind, watch_params

MOST_ACTIONS, MOST_MINUTES = 30, 366 * 24 * 60
_ACTION_ID = re.compile(r"[A-Za-z0-9]{1,16}")


@dataclass(frozen=True, slots=True)
class RuleDraft:
    """The parts of a rule that somebody writes."""

    name: str
    event_id: int
    folder: str = ""
    level: str = Rule.Level.SYSTEM.value
    owner_id: int | None = None
    is_enabled: bool = True
    conditions: dict[str, Any] = field(default_factory=dict)
    actions: list[dict[str, Any]] = field(default_factory=list)
    watch: dict[str, Any] = field(default_factory=dict)
    zone: str = "UTC"
    once_per_item: bool = False
    every_minutes: int = 0

    @property
    def scope(self) -> RuleScope:
        return RuleScope("agent" if self.level == Rule.Level.AGENT else "system", self.owner_id or 0)


def draft_of(rule: Rule) -> RuleDraft:
    """The draft that a saved rule came from."""
    return RuleDraft(
        name=rule.name,
        event_id=rule.event_id,
        folder=rule.folder,
        level=rule.level,
        owner_id=rule.owner_id,
        is_enabled=rule.is_enabled,
        conditions=rule.conditions,
        actions=rule.actions,
        watch=rule.watch,
        zone=rule.zone,
        once_per_item=rule.once_per_item,
        every_minutes=rule.every_minutes,
    )


def problems(draft: RuleDraft) -> list[InvalidRuleError]:
    """Everything that keeps a draft from being saved, each with its place; empty when it may be."""
    return [problem for part in _PARTS for problem in _collected(part, draft)]


def checked(draft: RuleDraft) -> RuleDraft:
    """The draft as it is stored. Raises InvalidRuleError, the first of all problems."""
    for problem in problems(draft):
        raise problem
    return replace(
        draft,
        name=draft.name.strip(),
        folder=draft.folder.strip(),
        actions=[_stored(action) for action in draft.actions],
        watch=_values(watch_params(draft.event_id), draft.watch) if watch_params(draft.event_id) else {},
    )


def _collected(part: Any, draft: RuleDraft) -> Iterable[InvalidRuleError]:
    found: list[InvalidRuleError] = []
    try:
        found.extend(part(draft))
    except InvalidRuleError as problem:
        found.append(problem)
    return found


def _own_fields(draft: RuleDraft) -> Iterable[InvalidRuleError]:
    if not draft.name.strip():
        yield InvalidRuleError("name", _("A rule needs a name."))
    for place, text in (("name", draft.name), ("folder", draft.folder)):
        if len(text.strip()) > 80:
            yield InvalidRuleError(place, _("At most 80 letters."))
    if not 0 <= draft.every_minutes <= MOST_MINUTES:
        yield InvalidRuleError("every_minutes", _("Between 0 and %(most)d minutes.") % {"most": MOST_MINUTES})
    if draft.level not in Rule.Level.values or (draft.level == Rule.Level.AGENT) != bool(draft.owner_id):
        yield InvalidRuleError("level", _("An agent’s rule has an owner, a rule for everybody has none."))


def _conditions(draft: RuleDraft) -> Iterable[InvalidRuleError]:
    try:
        event_type(draft.event_id)
    except UnknownEventError:
        raise InvalidRuleError("event_id", _("Choose an event.")) from None
    compile_rule(replace(draft, actions=[]))
    return ()


def _actions(draft: RuleDraft) -> Iterable[InvalidRuleError]:
    if not draft.actions:
        yield InvalidRuleError("actions", _("A rule needs an action."))
    if len(draft.actions) > MOST_ACTIONS:
        yield InvalidRuleError("actions", _("At most %(most)d actions.") % {"most": MOST_ACTIONS})
    seen: set[str] = set()
    for number, action in enumerate(draft.actions):
        place = f"actions.{number}"
        action_id = str(action.get("id", ""))
        if not _ACTION_ID.fullmatch(action_id) or action_id in seen:
            yield InvalidRuleError(place, _("This action has no name of its own."))
        seen.add(action_id)
        yield from _action(draft, action, place)


def _action(draft: RuleDraft, action: dict[str, Any], place: str) -> Iterable[InvalidRuleError]:
    found = action_type(str(action.get("type", "")))
    if found is None:
        yield InvalidRuleError(place, _("There is no such action."))
        return
    if not _may_have(draft, found):
        yield InvalidRuleError(place, _("“%(action)s” does not fit this rule.") % {"action": found.label})
    minutes = action.get("every_minutes") or 0
    if not isinstance(minutes, int) or not 0 <= minutes <= MOST_MINUTES:
        message = _("Between 0 and %(most)d minutes.") % {"most": MOST_MINUTES}
        yield InvalidRuleError(f"{place}.every_minutes", message)
    yield from _params(found.params, action.get("params") or {}, f"{place}.params", draft.scope)


def _may_have(draft: RuleDraft, action: ActionType) -> bool:
    if action.level == "system" and draft.level != Rule.Level.SYSTEM:
        return False
    return not action.item_kinds or item_kind(draft.event_id) in action.item_kinds


def _watch(draft: RuleDraft) -> Iterable[InvalidRuleError]:
    return _params(watch_params(draft.event_id), draft.watch, "watch", draft.scope)


_PARTS = (_own_fields, _conditions, _actions, _watch)


def _params(
    params: tuple[Param, ...], given: dict[str, Any], place: str, scope: RuleScope
) -> Iterable[InvalidRuleError]:
    for param in params:
        if (problem := _problem(param, given.get(param.name), scope)) is not None:
            yield InvalidRuleError(f"{place}.{param.name}", problem)


def _problem(param: Param, value: Any, scope: RuleScope) -> str | None:
    """What is wrong with a parameter, for a person."""
    if param.kind == "bool":
        return None
    if value in (None, "", []):
        return _("This is needed.") if param.required else None
    if param.kind in {"choice", "multichoice"} and param.choices is not None:
        offered = {choice for choice, _label in param.choices(scope)}
        chosen = value if isinstance(value, list) else [value]
        return None if all(str(item) in offered for item in chosen) else _("Choose one of the list.")
    if param.kind in {"number", "minutes"}:
        return None if _whole(value) is not None else _("A whole number from 0 on.")
    return _text_problem(param.kind, str(value))


def _whole(value: Any) -> int | None:
    try:
        found = int(str(value))
    except ValueError:
        return None
    return found if 0 <= found < 2**31 else None


def _text_problem(kind: str, value: str) -> str | None:
    most = 20_000 if kind == "longtext" else 500
    if len(value) > most:
        return _("At most %(most)d letters.") % {"most": most}
    try:
        if kind == "url":
            URLValidator(schemes=("http", "https"))(value)
        if kind == "address":
            for address in value.split(","):
                validate_email(address.strip())
    except ValidationError:
        return _("This is no address.")
    return None


def _stored(action: dict[str, Any]) -> dict[str, Any]:
    found = action_type(action["type"])
    assert found
    return {
        "id": str(action["id"]),
        "type": found.name,
        "params": _values(found.params, action.get("params") or {}),
        "once": bool(action.get("once")),
        "every_minutes": int(action.get("every_minutes") or 0),
    }


def _values(params: tuple[Param, ...], given: dict[str, Any]) -> dict[str, Any]:
    """Only what the action knows, each in the type of its kind."""
    values: dict[str, Any] = {}
    for param in params:
        value = given.get(param.name)
        if param.kind == "bool":
            values[param.name] = value in (True, "true", "True", "1", "on", 1)
        elif param.kind in {"number", "minutes"}:
            values[param.name] = _whole(value) if value not in (None, "", []) else None
        elif param.kind == "multichoice":
            values[param.name] = [str(item) for item in value] if isinstance(value, list) else []
        else:
            values[param.name] = "" if value is None else str(value[0] if isinstance(value, list) else value)
    return values
