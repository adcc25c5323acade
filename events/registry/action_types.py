"""What rules can do: apps register their actions here, and what their parameters may be."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal

from common.actor import Actor
from common.models import OutboxRow
from common.text import Text
from events.models import Rule

ParamKind = Literal[
    "text", "longtext", "choice", "multichoice", "number", "minutes", "bool", "url", "address"
]
Params = dict[str, Any]
Args = dict[str, Any]
Effect = tuple[int, Args]  # an event that the action will fire, and its arguments as far as they are known
Choices = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class RuleScope:
    """For whom a rule is written: an agent's own rules offer what that agent may see."""

    level: Literal["system", "agent"]
    user_id: int = 0


ChoicesOf = Callable[[RuleScope], Choices]


@dataclass(frozen=True, slots=True)
class Param:
    """A field of an action. `choices` gives values and labels, of choice and multichoice."""

    name: str
    kind: ParamKind
    label: Text
    required: bool = True
    choices: ChoicesOf | None = None
    help: Text = ""


@dataclass(frozen=True, slots=True)
class ActionRun:
    """One run: the fact with the arguments of that moment, this action's parameters, and who acts."""

    rule: Rule
    fact: OutboxRow
    params: Params
    actor: Actor
    delivery_id: int
    attempt: int = 1


def _says_nothing(params: Params) -> str:
    return ""


def _no_effects(args: Args, params: Params) -> list[Effect]:
    return []


@dataclass(frozen=True, slots=True)
class ActionType:
    """An action that rules may have.

    `run` is called inside one transaction, together with the note that it is done: it happens once, whatever
    is killed when. With `outside` it is called without one, because it talks to a server: then a crash after
    the server's answer repeats it, and it holds up no later action. `target` names that server: one call at a
    time to each. It raises ActionError, or anything, to be tried again later.
    `says` tells in one sentence what it would do; `effects` which events it would fire (to find loops).
    """

    name: str
    label: Text
    icon: str
    params: tuple[Param, ...]
    run: Callable[[ActionRun], None]
    item_kinds: frozenset[str] = frozenset()
    level: Literal["both", "system"] = "both"
    says: Callable[[Params], str] = _says_nothing
    effects: Callable[[Args, Params], list[Effect]] = _no_effects
    outside: bool = False
    target: Callable[[Params], str] = _says_nothing

    def target_of(self, params: Params) -> str:
        """Empty for an action that stays inside."""
        return (self.target(params) or self.name)[:32] if self.outside else ""


_actions: dict[str, ActionType] = {}


def register_action(action: ActionType) -> ActionType:
    """The name is stored in rules and must not change."""
    _actions[action.name] = action
    return action


def actions() -> list[ActionType]:
    """All actions, by label."""
    return sorted(_actions.values(), key=lambda action: str(action.label))


def action_type(name: str) -> ActionType | None:
    """None when the code that registered it is gone."""
    return _actions.get(name)


def actions_for(item_kind: str, level: str) -> list[ActionType]:
    """The actions that a rule of this level may have on events of such items."""
    return [
        action
        for action in actions()
        if (not action.item_kinds or item_kind in action.item_kinds) and action.level in ("both", level)
    ]


@dataclass(frozen=True, slots=True)
class Recipients:
    """A way to find mail addresses: from the event's arguments, for *Send e-mail*."""

    name: str
    label: Text
    needs: str  # the key that must be among the event's arguments
    find: Callable[[Args], Iterable[str]]


_recipients: dict[str, Recipients] = {}


def register_recipients(recipients: Recipients) -> None:
    _recipients[recipients.name] = recipients


def recipients() -> dict[str, Recipients]:
    """All ways, by name."""
    return _recipients
