"""Conditions as they are stored, {"all": […]}, and as nodes of the editor."""

from itertools import count
from typing import Any

from django.utils.translation import gettext as _

from events.errors import InvalidRuleError
from events.evaluator import compile_conditions, zone_of
from events.forms.draft import Draft, Node
from events.forms.fields import SEVERAL, WITHOUT_VALUE
from events.forms.labels import key_label


def nodes_of(conditions: Any) -> Node:
    """The stored tree as nodes; the outermost is always a group."""
    ids = count(1)
    mode = _mode(conditions)
    if mode:
        return Node(0, mode, children=[_node(child, ids) for child in conditions[mode]])
    return Node(0, "all", children=[_node(conditions, ids)] if conditions else [])


def _mode(tree: Any) -> str:
    return next((mode for mode in ("all", "any") if isinstance(tree, dict) and mode in tree), "")


def _node(tree: Any, ids: "count[int]") -> Node:
    mode, node_id = _mode(tree), next(ids)
    if mode:
        return Node(node_id, mode, children=[_node(child, ids) for child in tree[mode]])
    value = tree.get("value")
    values = [_text(one) for one in (value if isinstance(value, list) else [value]) if one is not None]
    return Node(node_id, "", str(tree.get("key", "")), str(tree.get("op", "")), values)


def _text(value: Any) -> str:
    return {True: "1", False: "0"}[value] if isinstance(value, bool) else str(value)


def conditions_of(node: Node) -> dict[str, Any]:
    """The nodes as they are stored."""
    if node.mode:
        return {node.mode: [conditions_of(child) for child in node.children]}
    leaf: dict[str, Any] = {"key": node.key, "op": node.op}
    if node.op in WITHOUT_VALUE:
        return leaf
    if node.op in SEVERAL or node.op == "between":
        return leaf | {"value": node.values}
    return leaf | {"value": node.values[0] if node.values else ""}


def check_nodes(draft: Draft) -> None:
    """Says at each condition what is wrong with it."""
    zone = zone_of("UTC" if "zone" in draft.errors else draft.zone)
    for node in draft.root.walk():
        if node.mode:
            continue
        if not node.key:
            node.error = _("Pick what this condition asks for, or remove it.")
            continue
        try:
            compile_conditions({"all": [conditions_of(node)]}, draft.event_id, zone)
        except InvalidRuleError as error:
            node.error = error.message.replace(f"“{node.key}”", f"“{key_label(node.key)}”")


def node_at(draft: Draft, place: str) -> Node | None:
    """The node that a path such as conditions.all.2.any.0.value means."""
    node: Node | None = draft.root
    for step in place.split(".")[1:]:
        if step.isdecimal() and node is not None:
            node = node.children[int(step)] if int(step) < len(node.children) else None
    return node
