"""A rule as it stands in its editor: strings only, so that nothing that somebody typed is ever lost."""

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(slots=True)
class Node:
    """A condition, or a group of them when it has a `mode` ("all" or "any"). Group 0 is the whole."""

    id: int
    mode: str = ""
    key: str = ""
    op: str = ""
    values: list[str] = field(default_factory=list)
    children: list["Node"] = field(default_factory=list)
    error: str = ""

    def walk(self) -> Iterator["Node"]:
        """This node and all below it, in the order of the page."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(slots=True)
class ActionDraft:
    """One action: `id` stays for as long as the action does, `values` are what its fields hold."""

    id: str
    type: str
    values: dict[str, list[str]] = field(default_factory=dict)
    once: bool = False
    every_minutes: str = ""
    is_open: bool = False
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Draft:
    """All of a rule. `errors` names fields of the rule itself; nodes and actions carry their own."""

    name: str = ""
    folder: str = ""
    event_id: int = 0
    is_enabled: bool = True
    zone: str = ""
    once_per_item: bool = True
    every_minutes: str = ""
    version: int = 0
    watch: dict[str, list[str]] = field(default_factory=dict)
    root: Node = field(default_factory=lambda: Node(0, "all"))
    actions: list[ActionDraft] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)

    def node(self, node_id: int) -> Node | None:
        """A node by its id."""
        return next((node for node in self.root.walk() if node.id == node_id), None)

    def parent_of(self, node_id: int) -> Node | None:
        """The group that a node stands in."""
        return next(
            (node for node in self.root.walk() if any(child.id == node_id for child in node.children)), None
        )

    def action(self, action_id: str) -> ActionDraft | None:
        """An action by its id."""
        return next((action for action in self.actions if action.id == action_id), None)

    def next_id(self) -> int:
        """An id for a new node."""
        return max(node.id for node in self.root.walk()) + 1

    @property
    def messages(self) -> list[str]:
        """All that is wrong, each once, in the order of the page."""
        words = [*self.errors.values(), *(node.error for node in self.root.walk())]
        words += [message for action in self.actions for message in action.errors.values()]
        return list(dict.fromkeys(filter(None, words)))

    @property
    def is_faulty(self) -> bool:
        """Whether anything has to be put right before it can be saved."""
        return bool(self.errors) or self.faults > 0

    @property
    def faults(self) -> int:
        """How many conditions and actions are not right yet."""
        return sum(1 for node in self.root.walk() if node.error) + sum(
            1 for action in self.actions if action.errors
        )
