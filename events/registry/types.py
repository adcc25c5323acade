"""The 68 event types with their keys, read from the two tables; and who reacts to what."""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from common.actor import Actor
from common.models import OutboxRow
from events.errors import UnknownEventError
from events.facts import all_facts

_HERE = Path(__file__).parent.parent
Handler = Callable[[OutboxRow], None]


@dataclass(frozen=True, slots=True)
class Key:
    """An argument of an event. `kind`: id, text, number, date, bool, choice."""

    name: str
    kind: str
    description: str


@dataclass(frozen=True, slots=True)
class EventType:
    """A published event type; ids and names are the contract's."""

    id: int
    name: str
    keys: tuple[Key, ...]

    @property
    def key_names(self) -> frozenset[str]:
        return frozenset(key.name for key in self.keys)


@lru_cache(maxsize=1)
def event_types() -> dict[int, EventType]:
    """All types by id."""
    keys: dict[int, list[Key]] = {}
    with (_HERE / "event_args.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            keys.setdefault(int(row["event_id"]), []).append(Key(row["key"], row["kind"], row["description"]))
    with (_HERE / "event_types.csv").open(newline="") as file:
        return {
            int(row["id"]): EventType(int(row["id"]), row["name"], tuple(keys[int(row["id"])]))
            for row in csv.DictReader(file)
        }


def event_type(event_id: int) -> EventType:
    """Raises UnknownEventError."""
    try:
        return event_types()[event_id]
    except KeyError:
        raise UnknownEventError(event_id) from None


def item_kind(event_id: int) -> str:
    """What the event happens to: ticket, agent …; empty while no app fires it."""
    return next((fact.item_kind for fact in all_facts() if fact.event_id == event_id), "")


When = Callable[[dict[str, Any], Actor], bool]
_subscribers: dict[int, dict[str, Handler]] = {}
_conditions: dict[str, When] = {}


def subscribe(event_id: int, name: str, *, when: When | None = None) -> Callable[[Handler], Handler]:
    """Registers a reaction. It runs after commit, alone, with retries, so it must be idempotent; `name` is
    kept in the delivery's row and must not change. A fact whose arguments do not fulfil `when` costs no
    delivery."""
    event_type(event_id)

    def register(handler: Handler) -> Handler:
        _subscribers.setdefault(event_id, {})[name] = handler
        if when is not None:
            _conditions[name] = when
        return handler

    return register


def concerned(event_id: int, args: dict[str, Any], actor: Actor) -> list[str]:
    """The names of the reactions that a fact concerns, in order."""
    names = sorted(subscribers(event_id))
    return [name for name in names if name not in _conditions or _conditions[name](args, actor)]


def subscribers(event_id: int) -> dict[str, Handler]:
    """The reactions to an event, by name."""
    return _subscribers.get(event_id, {})


def handler(event_id: int, name: str) -> Handler | None:
    """One reaction, or None when the code that registered it is gone."""
    return subscribers(event_id).get(name)
