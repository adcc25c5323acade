"""An event that this test's own reactions listen to."""

from collections.abc import Callable

import pytest

from clustering import fence
from common.actor import SYSTEM
from common.models import OutboxRow
from common.unit import run
from events import registry
from events.registry import types

EVENT = 502000


React = Callable[[str, Callable[[OutboxRow], None]], None]
Happen = Callable[[int], OutboxRow]


@pytest.fixture(autouse=True)
def _no_lease_remembered() -> None:
    fence.forget()


@pytest.fixture
def react(monkeypatch: pytest.MonkeyPatch) -> React:
    """`react("name", function)` subscribes to EVENT, alone."""
    monkeypatch.setattr(types, "_subscribers", {})

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
