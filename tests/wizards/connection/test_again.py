"""The database in the settings of a running desk."""

import re
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from common.audit import history, render
from tests.factories.accounts import administrator
from tests.servers.postgres import PostgresServer
from wizards.connection import again, encryption, node_file, state
from wizards.connection.engines import MARIADB, MYSQL, POSTGRESQL
from wizards.connection.target import Target, from_settings

PAGE = "/settings/database"


@pytest.fixture
def admin(db: None) -> User:
    return administrator("Admin")


@pytest.fixture
def desk(client: Client, admin: User, settings: Settings, tmp_path: Path) -> Client:
    """Its database is named in the settings file of the node."""
    settings.VAR_DIR = tmp_path
    settings.NODE_FILE = tmp_path / "node.env"
    settings.DATABASE_FROM = "node"
    client.force_login(admin)
    return client


def form(server: PostgresServer, do: str, **values: object) -> dict[str, object]:
    given = {
        "engine": "postgresql",
        "host": "127.0.0.1",
        "port": server.port,
        "name": "wiz_next",
        "user": "app",
    }
    return {**given, "password": "a secret", "do": do, **values}


def test_it_says_which_one_is_in_use_and_no_secret(
    desk: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "tickets",
        "HOST": "db1",
        "USER": "desk",
        "PORT": 5,
    }
    target = from_settings({**now, "PASSWORD": "not to be seen"})
    monkeypatch.setattr(again, "_now", lambda: target)
    page = desk.get(PAGE).content.decode()
    for words in ("PostgreSQL", "db1:5", "tickets", str(settings.NODE_FILE)):
        assert words in page
    assert "not to be seen" not in page


def test_trying_writes_nothing(desk: Client, postgres_server: PostgresServer, settings: Settings) -> None:
    page = desk.post(PAGE, form(postgres_server, "test")).content.decode()
    assert "Everything needed is there" in page
    assert not Path(settings.NODE_FILE).exists()


def test_another_one_is_named_for_the_next_start_and_taken_back(
    desk: Client, postgres_server: PostgresServer, settings: Settings
) -> None:
    assert desk.post(PAGE, form(postgres_server, "write")).status_code == 302
    assert "wiz_next" in node_file.read(Path(settings.NODE_FILE))["DATABASE_URL"]
    begun = state.load()
    assert begun
    assert begun.is_making_tables  # the next start makes the tables
    page = desk.get(PAGE).content.decode()
    assert "From the next start on this server uses PostgreSQL on 127.0.0.1" in page
    said = [str(render(entry)) for entry in history("database", 0)]
    assert said == ["Named another database for the next start: PostgreSQL on 127.0.0.1"]
    assert desk.post(f"{PAGE}/undo").status_code == 302
    assert "wiz_next" not in node_file.read(Path(settings.NODE_FILE))["DATABASE_URL"]
    assert state.load() is None
    postgres_server.drop("wiz_next")


def test_what_is_taken_back_keeps_its_encryption(
    desk: Client, postgres_server: PostgresServer, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = {"sslmode": "verify-full", "sslrootcert": "/etc/ssl/own.pem", "connect_timeout": "9"}
    now = Target(POSTGRESQL, "tickets", "db1", 5432, "desk", "p", said)
    monkeypatch.setattr(again, "_now", lambda: now)
    page = desk.get(PAGE).content.decode()
    assert re.search(r'value="verified" id="\w+" checked', page)
    assert 'value="/etc/ssl/own.pem"' in page
    assert desk.post(PAGE, form(postgres_server, "write")).status_code == 302
    assert desk.post(f"{PAGE}/undo").status_code == 302
    kept = "postgres://desk:p@db1:5432/tickets?sslmode=verify-full&sslrootcert=/etc/ssl/own.pem&connect_timeout=9"
    assert node_file.read(Path(settings.NODE_FILE)) == {"DATABASE_URL": kept}
    postgres_server.drop("wiz_next")


def test_another_one_keeps_what_the_form_does_not_ask_for(
    desk: Client,
    postgres_server: PostgresServer,
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The certificate that the desk shows to the server, and its patience."""
    mine = {"sslcert": str(tmp_path / "desk.crt"), "sslkey": str(tmp_path / "desk.key")}
    for path in mine.values():
        Path(path).write_text("only read where the server encrypts")
    said = {"sslmode": "verify-full", "sslrootcert": "/etc/ssl/own.pem", **mine, "connect_timeout": "9"}
    now = Target(POSTGRESQL, "tickets", "db1", 5432, "desk", "p", said)
    monkeypatch.setattr(again, "_now", lambda: now)
    assert desk.post(PAGE, form(postgres_server, "write", encryption="offered")).status_code == 302
    named = node_file.read(Path(settings.NODE_FILE))["DATABASE_URL"]
    assert named.endswith(f"/wiz_next?sslcert={mine['sslcert']}&sslkey={mine['sslkey']}&connect_timeout=9")
    postgres_server.drop("wiz_next")
    assert encryption.unasked(now, MYSQL) == {}  # other names there, and another server
    theirs = Target(MYSQL, "tickets", options={"ssl_mode": "REQUIRED", "ssl_cert": "/a", "ssl_key": "/b"})
    assert encryption.unasked(theirs, MARIADB) == {"ssl_cert": "/a", "ssl_key": "/b"}


@pytest.mark.matrix
def test_it_says_whether_the_connection_is_encrypted(desk: Client) -> None:
    """The servers of a test run have no encryption; a file needs none."""
    page = desk.get(PAGE).content.decode()
    assert ("This connection is not encrypted" in page) == (connection.vendor != "sqlite")


@pytest.mark.parametrize("where", ["environment", "demo"])
def test_what_the_environment_says_is_not_written_over(
    desk: Client, postgres_server: PostgresServer, settings: Settings, where: str
) -> None:
    settings.DATABASE_FROM = "environment" if where == "environment" else "node"
    settings.DEMO = where == "demo"
    page = desk.post(PAGE, form(postgres_server, "write")).content.decode()
    assert "Use from the next start" not in page
    assert not Path(settings.NODE_FILE).exists()


def test_it_is_for_administrators(desk: Client, admin: User) -> None:
    desk.logout()
    assert desk.get(PAGE).status_code == 302
