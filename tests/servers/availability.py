"""Which real servers this machine has, and what happens to a test when one is missing.

By default a test whose server is missing is skipped, and the end of the run names it in plain words.
With ``REQUIRE_SERVICES=1`` (the gate) it fails: nothing may go unseen there.
"""

import importlib.util
import os
from collections.abc import Callable

import pytest

from tests.servers.process import find_program, user_exists

MISSING_PREFIX = "server missing: "
POSTGRES_FOLDERS = "/usr/lib/postgresql/*/bin"


def _postgres() -> bool:
    programs = all(find_program(name, POSTGRES_FOLDERS) for name in ("postgres", "initdb"))
    return programs and (os.geteuid() != 0 or user_exists("postgres"))


def _mariadb() -> bool:
    programs = ("mariadbd", "mariadb-install-db", "mariadb-dump", "mariadb")
    driver = importlib.util.find_spec("MySQLdb") is not None
    return driver and all(map(find_program, programs)) and (os.geteuid() != 0 or user_exists("mysql"))


def _program(name: str) -> Callable[[], bool]:
    return lambda: find_program(name) is not None


SERVERS: dict[str, tuple[Callable[[], bool], str]] = {
    "PostgreSQL": (_postgres, "apt-get install postgresql"),
    "MariaDB": (
        _mariadb,
        "apt-get install mariadb-server gcc pkg-config default-libmysqlclient-dev; make env EXTRAS=mysql",
    ),
    "Redis": (_program("redis-server"), "apt-get install redis-server"),
    "Dovecot (IMAP and POP)": (_program("dovecot"), "apt-get install dovecot-imapd dovecot-pop3d"),
    "OpenLDAP": (_program("slapd"), "apt-get install slapd ldap-utils"),
    "Chromium": (_program("chromium"), "apt-get install chromium"),
}


def is_there(server: str) -> bool:
    return SERVERS[server][0]()


def required() -> bool:
    return os.environ.get("REQUIRE_SERVICES", "") not in ("", "0")


def need(server: str) -> None:
    """Skip the running test, or fail it at the gate, unless the server is installed."""
    if is_there(server):
        return
    reason = f"{MISSING_PREFIX}{server} ({SERVERS[server][1]})"
    if required():
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)
