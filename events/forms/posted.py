"""The editor's form as it is posted: a field `node` or `action` for each part, in the order of the page."""

import secrets

from django.http import QueryDict

from events.forms.draft import ActionDraft, Draft, Node

MOST_NODES, MOST_ACTIONS, MOST_VALUES, MOST_LETTERS = 100, 30, 200, 20_000


def read_draft(data: QueryDict) -> Draft:
    """The draft that a form holds. What is not of the form's making is left out."""
    draft = Draft(
        name=data.get("name", "").strip()[:200],
        folder=data.get("folder", "").strip()[:200],
        event_id=_number(data.get("event_id", "")),
        is_enabled="is_enabled" in data,
        zone=data.get("zone", "")[:64],
        once_per_item="once_per_item" in data,
        every_minutes=data.get("every_minutes", "").strip()[:9],
        version=_number(data.get("version", "")),
        watch={
            name.removeprefix("watch-"): data.getlist(name)[:MOST_VALUES]
            for name in data
            if name.startswith("watch-")
        },
    )
    draft.root = _tree(data)
    draft.actions = [_action(data, one) for one in _ids(data, "action", MOST_ACTIONS) if one.isalnum()]
    return draft


def new_action_id() -> str:
    """Short, and not given before: deliveries that wait name it."""
    return secrets.token_hex(4)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _ids(data: QueryDict, name: str, most: int) -> list[str]:
    return list(dict.fromkeys(value[:16] for value in data.getlist(name)))[:most]


def _tree(data: QueryDict) -> Node:
    root = Node(0, _mode(data.get("n0-mode", "all")))
    groups = {0: root}
    for text in _ids(data, "node", MOST_NODES):
        node_id = _number(text)
        parent = groups.get(_number(data.get(f"n{node_id}-in", "0")))
        if not node_id or parent is None:
            continue
        node = _node(data, node_id)
        if node.mode:
            groups[node_id] = node
        parent.children.append(node)
    return root


def _mode(text: str) -> str:
    return "any" if text == "any" else "all"


def _node(data: QueryDict, node_id: int) -> Node:
    mark = f"n{node_id}-"
    if f"{mark}mode" in data:
        return Node(node_id, _mode(data.get(f"{mark}mode", "")))
    values = [value[:MOST_LETTERS] for value in data.getlist(f"{mark}value")][:MOST_VALUES]
    added = [word.strip() for word in data.get(f"{mark}more", "").split(",")]
    if f"{mark}more" in data:
        values = list(filter(None, values))
    values += [word[:200] for word in added if word and word not in values]
    dropped = data.get(f"{mark}drop")
    kept = [value for value in values if value != dropped]
    return Node(node_id, "", data.get(f"{mark}key", "")[:64], data.get(f"{mark}op", "")[:16], kept)


def _action(data: QueryDict, action_id: str) -> ActionDraft:
    mark = f"a{action_id}-"
    own = {"type", "once", "every", "open"}
    values = {
        name.removeprefix(mark): [value[:MOST_LETTERS] for value in data.getlist(name)][:MOST_VALUES]
        for name in data
        if name.startswith(mark) and name.removeprefix(mark) not in own
    }
    return ActionDraft(
        action_id,
        data.get(f"{mark}type", "")[:64],
        {name.removeprefix("p-"): value for name, value in values.items() if name.startswith("p-")},
        once=f"{mark}once" in data,
        every_minutes=data.get(f"{mark}every", "").strip()[:9],
        is_open=data.get(f"{mark}open") == "1",
    )
