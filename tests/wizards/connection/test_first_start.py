"""From an empty machine to a desk that answers, on servers, with a power cut in the middle of the tables."""

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers.mariadb import MariadbServer
from tests.servers.postgres import PostgresServer
from tests.waiting import until
from tests.wizards.connection.first_desk import SECONDS, FirstDesk, Visitor
from wizards.connection import node_file, state

USERS = {"postgres": ("postgresql", "app"), "mariadb": ("mariadb", "root")}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[FirstDesk]:
    made = FirstDesk(tmp_path / "var")
    yield made
    made.stop()


@pytest.fixture(params=["postgres", "mariadb"])
def server(request: pytest.FixtureRequest) -> PostgresServer | MariadbServer:
    found = request.getfixturevalue(f"{request.param}_server")
    assert isinstance(found, PostgresServer | MariadbServer)
    return found


def steps_done(visitor: Visitor) -> int:
    """What the page says: "12 of 67 steps"."""
    found = re.search(r"(\d+) of \d+ steps", visitor.open("/tables")[1])
    return int(found.group(1)) if found else 0


def test_a_desk_is_connected_though_the_power_fails(
    desk: FirstDesk, server: PostgresServer | MariadbServer
) -> None:
    kind = "postgres" if isinstance(server, PostgresServer) else "mariadb"
    engine, user = USERS[kind]
    name = f"first_{os.getpid()}_{desk.port}"
    desk.start(seconds=120)
    assert (
        desk.status("/login") == 403
    )  # to strangers there is nothing but the page that says where the link is
    admin = Visitor(desk.base_url)
    assert "Engine" in admin.open(f"/?token={desk.token()}")[1]
    assert Visitor(desk.base_url).open(f"/?token={desk.token()}")[0] == 403
    values = {"engine": engine, "host": "127.0.0.1", "port": server.port, "name": name, "user": user}
    status, page = admin.open("/connection", **values, password="", do="create")
    assert status == 200
    assert "Making the tables" in page

    begun = until(lambda: steps_done(admin), "the first step", SECONDS)
    desk.crash()
    assert state.NAME in {path.name for path in desk.var_dir.iterdir()}
    desk.start(seconds=120)  # nobody has to come: it goes on by itself

    until(desk.is_ready, "the desk itself", SECONDS)
    assert begun > 0
    path = desk.var_dir / node_file.NAME
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert name in path.read_text()
    assert not (desk.var_dir / state.NAME).exists()
    assert "Traceback" not in desk.log.read_text()
    assert "No migrations to apply" in desk.manage("migrate")  # other commands know the database too
    assert admin.open("/login")[0] == 200
    desk.stop()
    server.drop(name)


def test_no_wizard_where_a_database_is_named(desk: FirstDesk) -> None:
    desk.settings["DATABASE_URL"] = f"sqlite:///{desk.var_dir}/other.sqlite3"
    with pytest.raises(RuntimeError, match="not up to date"):
        desk.start(seconds=120)
