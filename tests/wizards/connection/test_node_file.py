"""The settings file: private, whole, and any password comes back as it was."""

import os
from pathlib import Path

import environ
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wizards.connection import node_file
from wizards.connection.engines import MARIADB, MYSQL, POSTGRESQL, Engine
from wizards.connection.target import Target, from_settings, sqlite_in

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=40)


def settings_of(target: Target) -> dict[str, object]:
    """What the settings of the desk make of the DATABASE_URL."""
    env = environ.Env()
    env.ENVIRON = {"DATABASE_URL": target.url}
    return dict(env.db("DATABASE_URL"))


@settings(max_examples=50, deadline=None)
@given(password=TEXT, user=TEXT, name=TEXT.filter(lambda name: not name.startswith("/")))
def test_every_letter_survives_the_address(password: str, user: str, name: str) -> None:
    target = Target(POSTGRESQL, name, "db1.internal", 5432, user, password)
    found = settings_of(target)
    assert (found["NAME"], found["USER"], found["PASSWORD"]) == (name, user, password)
    assert from_settings(found) == target


@pytest.mark.parametrize(
    "password", ["$HOME", "$", "a$b", "#x", " a ", "a'b\"c", "%24", "\\$x", "a\nb", "🎫", ""]
)
def test_passwords_survive_the_file(password: str, tmp_path: Path) -> None:
    target = Target(MYSQL, "desk", "10.0.0.1", 3306, "us$er", password)
    path = tmp_path / "var" / "node.env"
    node_file.write(path, {"DATABASE_URL": target.url})
    assert node_file.read(path) == {"DATABASE_URL": target.url}
    assert settings_of(target)["PASSWORD"] == password


def test_it_is_for_its_owner_alone_and_keeps_what_else_stands_there(tmp_path: Path) -> None:
    path = tmp_path / "node.env"
    path.write_text("# by hand\nWEB_WORKERS='4'\nDATABASE_URL=postgres://old@h/x\n")
    before = os.umask(0)
    try:
        node_file.write(path, {"DATABASE_URL": "sqlite:////x"})
    finally:
        os.umask(before)
    assert path.stat().st_mode & 0o777 == 0o600
    assert node_file.read(path) == {"WEB_WORKERS": "4", "DATABASE_URL": "sqlite:////x"}
    assert [entry.name for entry in tmp_path.iterdir()] == ["node.env"]  # nothing half written stays


@pytest.mark.parametrize(("engine", "host"), [(POSTGRESQL, "fd00::7"), (MARIADB, "fd00::7")])
def test_an_address_of_version_six(engine: Engine, host: str) -> None:
    assert settings_of(Target(engine, "desk", host, 5000, "u", "p"))["HOST"] == host


def test_localhost_is_no_socket_file() -> None:
    """The driver of MySQL would take the name for one, and the port would mean nothing."""
    assert settings_of(Target(MYSQL, "desk", "localhost", 3307, "u", "p"))["HOST"] == "127.0.0.1"
    assert settings_of(Target(POSTGRESQL, "desk", "localhost", 5432, "u", "p"))["HOST"] == "localhost"


def test_a_file_of_sqlite(tmp_path: Path) -> None:
    folder = tmp_path / "a b%20ü"
    assert settings_of(sqlite_in(folder))["NAME"] == str(folder / "helpdesk.sqlite3")
