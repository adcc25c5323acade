"""Every published event has a scenario that brings it about; the list is the table of types itself."""

import inspect
from collections.abc import Callable
from dataclasses import fields
from datetime import datetime
from importlib.util import find_spec
from typing import Any

import pytest
from django.utils.module_loading import autodiscover_modules

from common.models import OutboxRow
from events.facts import Fact, all_facts
from events.registry import event_types
from tests.events_fired import scenarios
from tests.events_fired.scenarios import SCENARIOS
from tests.events_fired.world import World

# by the first three digits: the app that will fire them. It leaves this list the day it is built.
NOT_YET_BUILT = {
    501: "kb",
    503: "livechat",
    505: "livechat",
    506: "surveys",
    507: "tasks",
    508: "calllogs",
    511: "livechat",
}
BUILT = [event_id for event_id in event_types() if event_id // 1000 not in NOT_YET_BUILT]
KINDS: dict[str, Callable[[Any], bool]] = {
    "id": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "text": lambda value: isinstance(value, str),
    "choice": lambda value: isinstance(value, str),
    "bool": lambda value: isinstance(value, bool),
    "date": lambda value: datetime.fromisoformat(value).utcoffset() is not None,
}


@pytest.mark.parametrize("event_id", event_types(), ids=lambda event_id: f"{event_id}")
def test_it_has_a_scenario_or_an_app_that_is_not_built(event_id: int) -> None:
    app = NOT_YET_BUILT.get(event_id // 1000)
    if app is None:
        assert event_id in SCENARIOS, f"{event_id} {event_types()[event_id].name}: nothing brings it about"
    else:
        assert find_spec(app) is None, f"{app} is built: {event_id} needs a scenario"
        assert event_id not in SCENARIOS


@pytest.mark.parametrize("event_id", BUILT, ids=lambda event_id: f"{event_id}")
def test_it_is_brought_about(event_id: int, world: World) -> None:
    assert not OutboxRow.objects.filter(event_id=event_id).exists()
    SCENARIOS[event_id](world)
    facts = list(OutboxRow.objects.filter(event_id=event_id))
    assert facts, f"{SCENARIOS[event_id].__name__} did not bring {event_id} about"
    kinds = {key.name: key.kind for key in event_types()[event_id].keys}
    for fact in facts:
        assert fact.args.keys() == kinds.keys()
        wrong = {key: value for key, value in fact.args.items() if not KINDS[kinds[key]](value)}
        assert not wrong


@pytest.mark.parametrize("event_id", BUILT, ids=lambda event_id: f"{event_id}")
def test_its_facts_have_the_keys_of_the_table(event_id: int) -> None:
    autodiscover_modules("facts")
    found = [fact for fact in all_facts() if fact.event_id == event_id]
    assert len({fact.__qualname__ for fact in found}) == 1
    actor = {"actorKind", "actorId", "actorName"}
    assert _keys(found[0]) | (actor & event_types()[event_id].key_names) == event_types()[event_id].key_names


def _keys(fact: type[Fact]) -> set[str]:
    return {field.name.rstrip("_") for field in fields(fact)}


def test_no_scenario_tells_an_event_itself() -> None:
    source = inspect.getsource(scenarios) + inspect.getsource(inspect.getmodule(World) or scenarios)
    for word in ("publish", "OutboxRow", "events.services", "facts."):
        assert word not in source
