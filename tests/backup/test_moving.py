"""One desk goes from SQLite to PostgreSQL to MariaDB, and nothing of it is lost on the way."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.backup.archives import hashes, manifest_of
from tests.live.company import run_module
from tests.servers.availability import need
from tests.servers.desk import Desk
from tests.servers.fixtures import DatabaseFactory, DeskFactory
from tests.waiting import until

# the licence's row knows the database it is in, and a desk that was served has written more
OWN = frozenset({"licensing_storedlicense"})
DEMO = {"DEMO": "1"}  # without it nobody may sign in with a password of the demo company
USED = {
    "ann": 200,
    "door": "/login/code",
    "wrong code": 200,
    "max": 200,
    "ticket id": True,
    "number": True,
    "tag id": True,
    "found": True,
    "found old": True,
    "password": True,
    "json": True,
    "text": True,
    "permission": ["view_ticket"],
}


def lived_in(desk: Desk) -> dict[str, Any]:
    """The desk is served, so that it has its active node; then people use it."""
    with desk.start(seconds=180):
        until(lambda: desk.status("/readyz") == 200, "the desk is ready")
        told: dict[str, Any] = json.loads(run_module(desk, "tests.backup.lived_in").rpartition("\n=== ")[2])
    assert told["right files"] == told["files"] > 0
    return told


@pytest.mark.slow
def test_a_desk_moves_through_all_databases(
    desk_factory: DeskFactory, empty_database: DatabaseFactory, tmp_path: Path
) -> None:
    need("PostgreSQL")
    need("MariaDB")
    first, second, third = (tmp_path / f"{name}.backup" for name in ("sqlite", "postgres", "mariadb"))
    sqlite = desk_factory("sqlite", demo=True)
    run_module(sqlite, "tests.backup.company")
    sqlite.manage("backup", str(first))

    postgres = Desk(empty_database("postgres"), tmp_path / "postgres", settings=DEMO)
    postgres.manage("restore", str(first), seconds=900)
    postgres.manage("backup", str(second))
    assert hashes(second, without=OWN) == hashes(first, without=OWN)
    assert manifest_of(second)["files"] == manifest_of(first)["files"]

    mariadb = Desk(empty_database("mariadb"), tmp_path / "mariadb", settings=DEMO)
    mariadb.manage("migrate", "--verbosity=0")  # a fresh desk, not used yet
    mariadb.manage("restore", str(second), seconds=900)
    mariadb.manage("backup", str(third))
    assert hashes(third, without=OWN) == hashes(second, without=OWN)

    for desk in (postgres, mariadb):
        told = lived_in(desk)
        assert {name: told[name] for name in USED} == USED
        assert told["epoch"] > manifest_of(first)["lease_epoch"]
        desk.manage("recount", "--check")
        desk.manage("reindex", "--check")
