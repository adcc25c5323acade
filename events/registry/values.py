"""What the arguments of events may be, and which items an agent may see: registered by the apps that know."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from events.registry.action_types import Args, ChoicesOf, Param

Sight = Callable[[Args], bool]
Fits = Callable[[dict[str, Any], Args], bool]


@dataclass(frozen=True, slots=True)
class Values:
    """The values of a key; `ordered`: the choices stand in rising order and may be compared by it."""

    choices: ChoicesOf
    ordered: bool = False


_values: dict[str, Values] = {}
_watches: dict[int, tuple[Param, ...]] = {}
_fits: dict[int, Fits] = {}
_sights: dict[str, Callable[[int], Sight]] = {}


def register_values(key: str, choices: ChoicesOf, ordered: bool = False) -> None:
    """Says what a key of kind id or choice can be: for the rule editor, and for comparing by order."""
    _values[key] = Values(choices, ordered)


def values_of(key: str) -> Values | None:
    """None where nobody registered any: then the editor takes what is typed."""
    return _values.get(key)


def register_watch(event_id: int, *params: Param, fits: Fits) -> None:
    """What a rule must say of an event that is found by looking: after how long, from which number on.

    `fits` tells from a rule's watch and an event's arguments whether the event is what that rule waits for.
    """
    _watches[event_id] = params
    _fits[event_id] = fits


def watch_fits(event_id: int) -> Fits | None:
    """None for events that are published when they happen."""
    return _fits.get(event_id)


def watch_params(event_id: int) -> tuple[Param, ...]:
    """Empty for events that are published when they happen."""
    return _watches.get(event_id, ())


def register_sight(item_kind: str, factory: Callable[[int], Sight]) -> None:
    """`factory(user_id)` gives a function that says, by an event's arguments, whether that person may see it.

    The factory is asked once per batch of facts; its function must not read the database for each fact.
    """
    _sights[item_kind] = factory


def sight(item_kind: str, user_id: int) -> Sight:
    """What nobody registered is seen by no agent's rule."""
    factory = _sights.get(item_kind)
    return factory(user_id) if factory else _blind


def _blind(args: dict[str, Any]) -> bool:
    return False
