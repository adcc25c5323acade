"""“Create and continue”: what it leaves behind, and what it must not."""

import stat
from pathlib import Path

import psycopg
import pytest
from django.test import Client
from pytest_django import Settings

from tests.servers.mariadb import MariadbServer
from tests.servers.postgres import PostgresServer
from tests.wizards.connection.conftest import Post
from tests.wizards.connection.reading import result
from wizards.connection import node_file, state
from wizards.connection.checks.drivers import load


@pytest.fixture(autouse=True)
def _no_child(monkeypatch: pytest.MonkeyPatch) -> None:
    """The child process has its own tests, with a real desk."""
    monkeypatch.setattr("wizards.connection.runner.Runner.start", lambda self: None)


def databases(server: PostgresServer) -> set[str]:
    with psycopg.connect(server.url("postgres")) as connection:
        return {str(row[0]) for row in connection.execute("SELECT datname FROM pg_database")}


def test_a_database_is_created_and_named(
    post: Post, postgres_server: PostgresServer, settings: Settings
) -> None:
    postgres_server.drop("wiz made")
    answer = post(
        "postgresql", do="create", port=postgres_server.port, name="wiz made", user="app", password="$x"
    )
    assert (answer.status_code, answer["Location"]) == (302, "/tables")
    assert "wiz made" in databases(postgres_server)
    path = Path(settings.NODE_FILE)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    url = f"postgres://app:%24x@127.0.0.1:{postgres_server.port}/wiz%20made"
    assert node_file.read(path) == {"DATABASE_URL": url}
    begun = state.load()
    assert begun
    assert (begun.is_making_tables, begun.is_created, begun.name) == (True, True, "wiz made")
    assert "$x" not in (Path(settings.VAR_DIR) / state.NAME).read_text()
    postgres_server.drop("wiz made")


def test_mariadb_too(post: Post, mariadb_server: MariadbServer) -> None:
    mariadb_server.drop("wiz_made")
    answer = post("mariadb", do="create", port=mariadb_server.port, name="wiz_made", user="root")
    assert answer.status_code == 302
    charset = (
        "SELECT default_character_set_name FROM information_schema.schemata WHERE schema_name = 'wiz_made'"
    )
    driver = load("MySQLdb", "MariaDB")
    with driver.connect(host="127.0.0.1", port=mariadb_server.port, user="root") as connection:
        cursor = connection.cursor()
        cursor.execute(charset)
        assert cursor.fetchall() == (("utf8mb4",),)
    mariadb_server.drop("wiz_made")


def test_a_failed_test_writes_nothing(post: Post, settings: Settings) -> None:
    answer = post("postgresql", do="create", host="no-such-host.invalid", user="a")
    assert not result(answer).good
    assert not Path(settings.NODE_FILE).exists()
    assert state.load() is None


def test_a_settings_file_that_cannot_be_written(
    post: Post, postgres_server: PostgresServer, settings: Settings, tmp_path: Path
) -> None:
    """It is tried before a database is created."""
    (tmp_path / "file").write_text("in the way")
    settings.NODE_FILE = tmp_path / "file" / "node.env"
    answer = post("postgresql", do="create", port=postgres_server.port, name="wiz_no", user="app")
    read = result(answer)
    assert read.title == "The settings file cannot be written"
    assert "chown" in read.do["What to do"]
    assert "wiz_no" not in databases(postgres_server)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("host", "http://db1/x", "Enter a host name"),
        ("host", "", "This is needed for PostgreSQL"),
        ("user", "", "This is needed for PostgreSQL"),
        ("name", "postgres", "a name of the desk"),
        ("name", "/etc/x", "a name of the desk"),
        ("port", "99999", "Enter a port, a number from 1 to 65535."),
        ("port", "0", "Enter a port, a number from 1 to 65535."),
        ("port", "many", "Enter a port, a number from 1 to 65535."),
    ],
)
def test_what_cannot_be_right_is_refused_at_once(post: Post, field: str, value: str, said: str) -> None:
    answer = post("postgresql", **{"host": "db1", "user": "desk", "port": "5432", field: value})
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_one_may_go_back_and_name_another(
    post: Post, browser_of_the_admin: Client, settings: Settings
) -> None:
    assert post("sqlite", do="create").status_code == 302
    assert browser_of_the_admin.get("/").headers["Location"] == "/tables"
    assert browser_of_the_admin.get("/connection").headers["Location"] == "/tables"
    browser_of_the_admin.post("/tables/back")
    page = browser_of_the_admin.get("/", follow=True).content.decode()
    assert "Where are the tickets kept?" in page
    assert state.load() is not None  # the next start must know that the wizard was left before its end


def test_a_pause_is_remembered(post: Post, browser_of_the_admin: Client) -> None:
    post("sqlite", do="create")
    browser_of_the_admin.post("/tables/pause")
    begun = state.load()
    assert begun
    assert begun.is_paused
    page = browser_of_the_admin.get("/tables").content.decode()
    assert "Paused. What is done stays done." in page
