"""From a rule to its draft and back: what is wrong is said at the field, the condition or the action."""

from typing import Any

from events import drafts
from events.drafts import RuleDraft
from events.errors import InvalidRuleError
from events.forms.draft import ActionDraft, Draft
from events.forms.params import as_params, as_values
from events.forms.trees import check_nodes, conditions_of, nodes_of
from events.models import Rule
from events.registry import RuleScope, action_type, event_types, watch_params


def draft_of(rule: Rule | RuleDraft) -> Draft:
    """The saved rule as its editor shows it."""
    return Draft(
        name=rule.name,
        folder=rule.folder,
        event_id=rule.event_id,
        is_enabled=rule.is_enabled,
        zone=rule.zone,
        once_per_item=rule.once_per_item,
        every_minutes=str(rule.every_minutes or ""),
        version=rule.version if isinstance(rule, Rule) else 0,
        watch=as_values(rule.watch),
        root=nodes_of(rule.conditions),
        actions=[_action_of(action) for action in rule.actions],
    )


def _action_of(action: dict[str, Any]) -> ActionDraft:
    every = action.get("every_minutes") or ""
    values = as_values(action.get("params") or {})
    return ActionDraft(str(action["id"]), str(action["type"]), values, bool(action.get("once")), str(every))


def rule_draft(draft: Draft, scope: RuleScope) -> RuleDraft:
    """What the editor holds, as it is checked and stored."""
    return RuleDraft(
        name=draft.name,
        folder=draft.folder,
        event_id=draft.event_id,
        level=scope.level,
        owner_id=scope.user_id or None,
        is_enabled=draft.is_enabled,
        conditions=conditions_of(draft.root) if draft.root.children else {},
        actions=[_stored(action) for action in draft.actions],
        watch=as_params(watch_params(draft.event_id), draft.watch),
        zone=draft.zone,
        once_per_item=draft.once_per_item,
        every_minutes=_minutes(draft.every_minutes),
    )


def _stored(draft: ActionDraft) -> dict[str, Any]:
    kind = action_type(draft.type)
    return {
        "id": draft.id,
        "type": draft.type,
        "params": as_params(kind.params, draft.values) if kind else dict(draft.values),
        "once": draft.once,
        "every_minutes": _minutes(draft.every_minutes),
    }


def _minutes(text: str) -> int:
    """0 for none; what is no number is refused as -1."""
    return 0 if not text else int(text) if text.isdecimal() else -1


def checked(draft: Draft, scope: RuleScope) -> RuleDraft | None:
    """The rule as it may be saved, or None: then the draft says everywhere what is wrong."""
    ready = rule_draft(draft, scope)
    for problem in drafts.problems(ready):
        if not problem.place.startswith("conditions"):
            _mark(draft, problem)
    if draft.event_id in event_types():
        check_nodes(draft)
    for action in draft.actions:
        action.is_open = action.is_open or bool(action.errors)
    return None if draft.is_faulty else ready


def _mark(draft: Draft, problem: InvalidRuleError) -> None:
    """Writes the problem beside what it is about."""
    first, _, rest = problem.place.partition(".")
    number, _, field = rest.partition(".")
    if first == "actions" and number.isdecimal() and int(number) < len(draft.actions):
        field = field.removeprefix("params.")
        draft.actions[int(number)].errors.setdefault(field or "all", problem.message)
    elif first == "watch":
        draft.errors.setdefault(f"watch-{rest}", problem.message)
    elif first in {"name", "folder", "event_id", "every_minutes", "zone", "actions"}:
        draft.errors.setdefault(first, problem.message)
    else:
        draft.errors.setdefault("all", problem.message)
