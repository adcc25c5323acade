"""The product as a server: it comes up, says how it is, and stops cleanly."""

import pytest

from tests.servers.fixtures import DeskFactory


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["sqlite", "postgres", "mariadb"])
def test_a_desk_comes_up_and_stops(desk_factory: DeskFactory, kind: str) -> None:
    desk = desk_factory(kind).start()
    assert desk.process
    process = desk.process
    assert desk.status("/healthz") == 200
    assert desk.status("/login") == 200
    assert desk.status("/no/such/page") == 404
    assert desk.stop() == 0
    assert not process.running
    assert desk.status("/healthz") == 0


def test_a_desk_that_cannot_start_says_why(desk_factory: DeskFactory) -> None:
    desk = desk_factory("sqlite")
    desk.settings["DATABASE_URL"] = "sqlite:////no/such/folder/desk.sqlite3"
    with pytest.raises(RuntimeError, match="did not come up"):
        desk.start(seconds=20)
