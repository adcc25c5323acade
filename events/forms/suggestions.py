"""Rules to start from: shown where there is none yet, opened in the editor, saved only by a person."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from common.text import Text
from events.forms.draft import ActionDraft, Draft
from events.forms.posted import new_action_id
from events.forms.trees import nodes_of
from events.registry import RuleScope, action_type


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`actions` are tried in order; those that nobody registered are left out."""

    slug: str
    icon: str
    name: Text
    note: Text
    event_id: int
    conditions: dict[str, Any]
    actions: tuple[tuple[str, dict[str, list[str]]], ...]
    watch: dict[str, list[str]] = field(default_factory=dict)
    levels: tuple[str, ...] = ("system", "agent")


SUGGESTIONS: tuple[Suggestion, ...] = (
    Suggestion(
        slug="urgent-words",
        icon="flag",
        name=_("Urgent words first"),
        note=_("A new ticket whose subject says down, outage or urgent gets the highest priority."),
        event_id=502000,
        conditions={"all": [{"key": "subject", "op": "matches", "value": r"\b(down|outage|urgent|asap)\b"}]},
        actions=(("set_priority", {"priority": ["Urgent"]}),),
    ),
    Suggestion(
        slug="idle",
        icon="hourglass",
        name=_("Nobody is left waiting"),
        note=_("An active ticket that nothing happened to for a day is brought to its agent’s mind."),
        event_id=502008,
        conditions={"all": [{"key": "status", "op": "is", "value": "Active"}]},
        actions=(
            (
                "notify_agent",
                {"to": ["agent"], "ways": ["page"], "text": ["#TICKETNUMBER#: #SUBJECT#"]},
            ),
        ),
        watch={"minutes": ["1440"]},
    ),
    Suggestion(
        slug="evening",
        icon="moon",
        name=_("Out of hours"),
        note=_("What comes in the evening or at night is tagged, so that the morning sees it first."),
        event_id=502000,
        conditions={"all": [{"key": "time", "op": "between", "value": ["18:00", "08:00"]}]},
        actions=(("add_tag", {"tag": ["night"]}),),
    ),
)


def suggestions(scope: RuleScope) -> list[Suggestion]:
    """Those that a rule of this level could be."""
    return [one for one in SUGGESTIONS if scope.level in one.levels and _actions(one, scope)]


def suggested(slug: str, scope: RuleScope) -> Draft | None:
    """The draft of a suggestion, or None."""
    one = next((one for one in suggestions(scope) if one.slug == slug), None)
    if one is None:
        return None
    return Draft(
        name=str(one.name),
        event_id=one.event_id,
        once_per_item=True,
        watch={name: list(values) for name, values in one.watch.items()},
        root=nodes_of(one.conditions),
        actions=_actions(one, scope),
    )


def _actions(one: Suggestion, scope: RuleScope) -> list[ActionDraft]:
    """An agent's own rule tells its owner."""
    owner = {"to": [str(scope.user_id)]} if scope.level == "agent" else {}
    kinds = [(action_type(name), values) for name, values in one.actions]
    return [
        ActionDraft(
            new_action_id(), kind.name, {name: list(owner.get(name, value)) for name, value in values.items()}
        )
        for kind, values in kinds
        if kind is not None and kind.level in {"both", scope.level}
    ]
