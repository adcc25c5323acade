"""The table holds: for every route, person and method; and no route is missing from it."""

from typing import Any

import pytest
from django.db import transaction

from tests.permissions.outcome import DOOR, IN, NOT_THERE, WRONG_METHOD, ask, outcome
from tests.permissions.routes import FORMS, names, parameters
from tests.permissions.table import lines
from tests.permissions.world import PEOPLE, Side, World, snapshot

LINES = lines()


def _route(line: str) -> str:
    return line.removeprefix("=").partition("@")[0]


def _form(route: str, world: World, side: Side) -> Any:
    return FORMS[route](world, side) if route in FORMS else None


def test_every_route_of_the_resolver_is_in_the_table() -> None:
    assert "None" not in names(), "a route without a name cannot be in the table"
    assert sorted({_route(line) for line in LINES}) == sorted(names())


def test_every_route_with_arguments_is_asked_for_both_sides() -> None:
    wanted = set()
    for route, takes in parameters().items():
        if not takes:
            wanted.add(route)
        elif f"={route}" in LINES:
            wanted.add(f"={route}")
        else:
            wanted |= {f"{route}@support", f"{route}@billing"}
    assert set(LINES) == wanted


def test_the_table_is_well_formed() -> None:
    for line, cells in LINES.items():
        for cell in cells:
            assert len(cell) == len(PEOPLE), line
            assert set(cell) <= {DOOR, NOT_THERE, IN, WRONG_METHOD}, line


@pytest.mark.parametrize("line", LINES)
def test_each_person_gets_what_the_table_says(line: str, world: World) -> None:
    route = _route(line)
    side = world.billing if line.endswith("@billing") else world.support
    before = snapshot()
    for method, wanted in zip(("GET", "POST"), LINES[line], strict=True):
        got = ""
        for person, sign in zip(PEOPLE, wanted, strict=True):
            mark = transaction.savepoint()
            got += outcome(ask(world, route, method, person, side, _form(route, world, side)))
            if sign == IN:
                transaction.savepoint_rollback(mark)
            else:
                transaction.savepoint_commit(mark)
        assert got == wanted, f"{method} {route}"
        assert snapshot() == before, f"{method} of {route} changed something for those who were refused"
