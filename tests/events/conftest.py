"""An event that this test's own reactions listen to."""

from collections.abc import Callable

import pytest

from clustering import fence
from common.actor import SYSTEM
from common.models import OutboxRow
from common.unit import run
from events import registry
from events.registry import ActionRun, ActionType, register_action

EVENT = 502000


React = Callable[[str, Callable[[OutboxRow], None]], None]
Happen = Callable[[int], OutboxRow]


@pytest.fixture(autouse=True)
def _no_lease_remembered() -> None:
    fence.forget()


@pytest.fixture
def react(monkeypatch: pytest.MonkeyPatch) -> React:
    """`react("name", function)` subscribes to EVENT, alone."""
    monkeypatch.setattr("events.registry.types._subscribers", {})

    def subscribe(name: str, function: Callable[[OutboxRow], None]) -> None:
        registry.subscribe(EVENT, name)(function)

    return subscribe


@pytest.fixture
def happen() -> Happen:
    """`happen(5)`: EVENT happens to item 5."""

    def write(item: int) -> OutboxRow:
        row = OutboxRow(event_id=EVENT, item_kind="ticket", item_id=item, args={}, **SYSTEM.columns)
        run(lambda: row.save(force_insert=True))
        return row

    return write


@pytest.fixture
def only_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody else reacts to facts."""
    monkeypatch.setattr("events.registry.types._subscribers", {})


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[ActionRun]:
    """What the action `note` was run with; only it and `broken` and `outside` are registered."""
    runs: list[ActionRun] = []
    monkeypatch.setattr("events.registry.types._subscribers", {})
    monkeypatch.setattr("events.registry.action_types._actions", {})

    def fail(run: ActionRun) -> None:
        runs.append(run)
        raise ValueError("not today")

    for name, body, outside in (
        ("note", runs.append, False),
        ("broken", fail, False),
        ("outside", runs.append, True),
    ):
        register_action(ActionType(name, name, "dot", (), body, outside=outside))
    return runs
