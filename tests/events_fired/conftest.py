"""The people of the stories, and what has happened since."""

from typing import Any

import pytest

from clustering import fence
from common.models import OutboxRow
from tests.events_fired.world import World
from tests.tickets.conftest import Cast, cast

__all__ = ["cast"]


@pytest.fixture
def world(cast: Cast, request: pytest.FixtureRequest, transactional_db: None) -> World:
    """A desk at work; servers start when a scenario asks for them."""
    fence.forget()
    return World(cast, request.getfixturevalue)


@pytest.fixture
def told() -> Any:
    """The arguments of the events of a type, in the order in which they happened."""
    return lambda event_id: [row.args for row in OutboxRow.objects.filter(event_id=event_id).order_by("id")]
