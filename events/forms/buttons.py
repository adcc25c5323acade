"""What the buttons of the editor do to a draft: add, remove, move, open. Each is a submit button `do`."""

from collections.abc import Callable
from typing import TypeVar

from events.forms.draft import ActionDraft, Draft, Node
from events.forms.posted import MOST_ACTIONS, MOST_NODES, new_action_id

T = TypeVar("T")
DEEPEST = 4  # groups in groups: nobody reads more


def press(draft: Draft, button: str, *, new_action: str = "") -> str:
    """Does what the button says; returns the id of the element that gets the focus, "" for none.

    A button that does not exist, or is about something that has gone, changes nothing."""
    name, _, argument = button.partition(":")
    if name == "action":
        return _add_action(draft, argument or new_action)
    deed = _ON_ACTIONS.get(name)
    if deed is not None:
        return deed(draft, argument)
    on_node = _ON_NODES.get(name)
    return on_node(draft, int(argument)) if on_node and argument.isdecimal() else ""


def _add_condition(draft: Draft, group_id: int) -> str:
    return _add(draft, group_id, lambda node_id, parent: Node(node_id))


def _add_group(draft: Draft, group_id: int) -> str:
    def group(node_id: int, parent: Node) -> Node:
        mode = "any" if parent.mode == "all" else "all"
        return Node(node_id, mode, children=[Node(node_id + 1)])

    if depth(draft, group_id) >= DEEPEST:
        return ""
    return _add(draft, group_id, group)


def depth(draft: Draft, node_id: int) -> int:
    """How many groups a node stands in."""
    parent = draft.parent_of(node_id)
    return 0 if parent is None else 1 + depth(draft, parent.id)


def _add(draft: Draft, group_id: int, make: Callable[[int, Node], Node]) -> str:
    parent = draft.node(group_id)
    if parent is None or not parent.mode or sum(1 for _ in draft.root.walk()) >= MOST_NODES:
        return ""
    node = make(draft.next_id(), parent)
    parent.children.append(node)
    leaf = node.children[0] if node.children else node
    return f"n{leaf.id}-key"


def _drop_node(draft: Draft, node_id: int) -> str:
    parent = draft.parent_of(node_id)
    if parent is None:
        return ""
    at = next(index for index, child in enumerate(parent.children) if child.id == node_id)
    del parent.children[at]
    if parent.id and not parent.children:  # a group without conditions says nothing
        return _drop_node(draft, parent.id)
    after = parent.children[min(at, len(parent.children) - 1)] if parent.children else None
    return f"n{after.id}-remove" if after else f"add-to-{parent.id}"


def _node_up(draft: Draft, node_id: int) -> str:
    parent = draft.parent_of(node_id)
    if parent is not None:
        _shift(parent.children, lambda child: child.id == node_id, -1)
    return f"n{node_id}-move"


def _node_down(draft: Draft, node_id: int) -> str:
    parent = draft.parent_of(node_id)
    if parent is not None:
        _shift(parent.children, lambda child: child.id == node_id, 1)
    return f"n{node_id}-move"


def _shift(rows: list[T], is_it: Callable[[T], bool], step: int) -> None:
    at = next((index for index, row in enumerate(rows) if is_it(row)), -1)
    to = at + step
    if at >= 0 and 0 <= to < len(rows):
        rows[at], rows[to] = rows[to], rows[at]


def _add_action(draft: Draft, kind: str) -> str:
    if not kind or len(draft.actions) >= MOST_ACTIONS:
        return ""
    for other in draft.actions:
        other.is_open = False
    added = ActionDraft(new_action_id(), kind[:64], is_open=True)
    draft.actions.append(added)
    return f"a{added.id}-first"


def _drop_action(draft: Draft, action_id: str) -> str:
    draft.actions = [action for action in draft.actions if action.id != action_id]
    return "add-action"


def _open(draft: Draft, action_id: str) -> str:
    for action in draft.actions:
        action.is_open = action.id == action_id
    return f"a{action_id}-first"


def _close(draft: Draft, action_id: str) -> str:
    for action in draft.actions:
        action.is_open = action.is_open and action.id != action_id
    return f"a{action_id}-edit"


def _action_up(draft: Draft, action_id: str) -> str:
    _shift(draft.actions, lambda action: action.id == action_id, -1)
    return f"a{action_id}-move"


_ON_NODES: dict[str, Callable[[Draft, int], str]] = {
    "condition": _add_condition,
    "group": _add_group,
    "drop": _drop_node,
    "up": _node_up,
    "down": _node_down,
}
_ON_ACTIONS: dict[str, Callable[[Draft, str], str]] = {
    "drop-action": _drop_action,
    "edit": _open,
    "done": _close,
    "up-action": _action_up,
}
