"""What the query of DATABASE_URL says: taken, refused, and true on the wire of real servers."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler
from pytest_django import DjangoDbBlocker

from common.database import query
from helpdesk.settings.database import database
from helpdesk.settings.env import env
from tests.servers import encrypted
from tests.servers.availability import need
from tests.servers.desk import Desk
from tests.servers.encrypted import Encrypted
from tests.servers.mariadb import MariadbServer
from tests.servers.postgres import PostgresServer
from wizards.connection import protocol
from wizards.connection.target import from_settings

Configure = Callable[[str], dict[str, Any]]
PG, MY = "postgres://desk:se%3Fcret@db1/tickets", "mysql://desk:secret@db1/tickets"
SERVERS = {"postgres": "PostgreSQL", "mariadb": "MariaDB"}
MUST = {"postgres": "?sslmode=require", "mariadb": "?ssl_mode=REQUIRED"}
NEVER = {"postgres": "?sslmode=disable", "mariadb": "?ssl_mode=disabled"}
CHECKED = {
    "postgres": "?sslmode=verify-full&sslrootcert={}",
    "mariadb": "?ssl_mode=VERIFY_IDENTITY&ssl_ca={}",
}


@pytest.fixture
def configure(monkeypatch: pytest.MonkeyPatch) -> Configure:
    """The settings of the database that a DATABASE_URL gives."""

    def made(url: str) -> dict[str, Any]:
        monkeypatch.setitem(env.ENVIRON, "DATABASE_URL", url)
        return database()

    return made


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "an authority & more@home.pem"
    path.write_text("any")
    return path


def test_what_is_known_is_taken(configure: Configure, file: Path) -> None:
    said = query.text({"sslmode": "verify-full", "sslrootcert": str(file), "connect_timeout": "7"})
    config = configure(PG + said)
    assert (config["HOST"], config["NAME"], config["PASSWORD"]) == ("db1", "tickets", "se?cret")
    found = config["OPTIONS"]
    assert (found["sslmode"], found["sslrootcert"], found["connect_timeout"]) == ("verify-full", str(file), 7)
    said = query.text({"ssl_mode": "verify_identity", "ssl_ca": str(file), "connect_timeout": "7"})
    found = configure(MY + said)["OPTIONS"]
    assert (found["ssl_mode"], found["ssl"], found["connect_timeout"]) == (
        "VERIFY_IDENTITY",
        {"ca": str(file)},
        7,
    )


@pytest.mark.parametrize("address", [PG, MY])
def test_our_own_options_stay(configure: Configure, address: str) -> None:
    plain, more = configure(address)["OPTIONS"], configure(f"{address}?connect_timeout=9")["OPTIONS"]
    assert more == {**plain, "connect_timeout": 9}
    own = "options" if address == PG else "init_command"
    assert "idle" in plain[own]
    with pytest.raises(ImproperlyConfigured, match=f"unknown option “{own}”"):
        configure(f"{address}?{own}=SET")


@pytest.mark.parametrize(
    ("url", "said"),
    [
        (f"{PG}?sslmod=require", "unknown option “sslmod”. Known here: sslmode, sslrootcert"),
        (f"{PG}?ssl_mode=REQUIRED", "unknown option “ssl_mode”"),
        (f"{PG}?password=hidden", "unknown option “password”"),
        (f"{PG}?conn_max_age=5", "unknown option “conn_max_age”"),
        (f"{PG}?sslmode=required", "sslmode must be one of disable, prefer, require, verify-ca, verify-full"),
        (f"{PG}?sslmode", "sslmode must be one of"),
        (f"{PG}?sslmode=require&sslmode=disable", "“sslmode” is given twice"),
        (f"{PG}?sslrootcert=ca.pem", "sslrootcert must be the full path of a file"),
        (f"{PG}?sslrootcert=/no/such.pem", "sslrootcert there is no file /no/such.pem"),
        (f"{PG}?connect_timeout=soon", "connect_timeout must be a number of seconds"),
        (f"{PG}?connect_timeout=0", "connect_timeout must be a number of seconds"),
        (f"{MY}?sslmode=require", "unknown option “sslmode”. Known here: ssl_mode, ssl_ca"),
        (f"{MY}?ssl_mode=ON", "ssl_mode must be one of DISABLED, PREFERRED, REQUIRED"),
        ("sqlite:////tmp/x.sqlite3?mode=ro", "unknown option “mode”. Known here: none"),
        ("postgres://u:secret?b@db1/x", "cannot be read. In user and password"),
        ("oracle://desk:secret@db1/tickets", "must begin with postgres://, mysql:// or sqlite:///"),
    ],
)
def test_what_is_wrong_is_said_at_the_start(configure: Configure, url: str, said: str) -> None:
    with pytest.raises(ImproperlyConfigured) as error:
        configure(url)
    assert said in str(error.value)
    for secret in ("secret", "se%3Fcret", "hidden"):
        assert secret not in str(error.value)


def test_a_start_ends_with_it(tmp_path: Path) -> None:
    desk = Desk(f"{PG}?sslmode=always", tmp_path)
    with pytest.raises(RuntimeError, match="DATABASE_URL: sslmode must be one of") as error:
        desk.manage("serve")
    assert "se%3Fcret" not in str(error.value)


def test_a_password_with_a_number_sign_is_no_query(configure: Configure) -> None:
    config = configure("postgres://u:a#b@db1/x?sslmode=require")
    assert (config["PASSWORD"], config["NAME"], config["HOST"]) == ("a#b", "x", "db1")
    assert config["OPTIONS"]["sslmode"] == "require"


@pytest.mark.parametrize("engine", ["postgres", "mariadb"])
def test_an_address_made_of_settings_is_whole(configure: Configure, file: Path, engine: str) -> None:
    address = PG.replace("@db1/", "@db1:5432/") if engine == "postgres" else MY.replace("@db1/", "@db1:3306/")
    known = query.KNOWN["postgresql" if engine == "postgres" else "mysql"]
    mode = MUST[engine].removeprefix("?").partition("=")
    given = {name: "9" if name == "connect_timeout" else str(file) for name in known}
    url = address + query.text(given | {mode[0]: mode[2]})
    assert from_settings(configure(url)).url == url
    assert configure(from_settings(configure(url)).url) == configure(url)


@pytest.fixture(scope="module", params=SERVERS)
def tls(request: pytest.FixtureRequest) -> Iterator[Encrypted]:
    need(SERVERS[request.param])
    with encrypted.running(request.param) as server:
        yield server


@pytest.fixture(scope="module", params=SERVERS)
def clear(request: pytest.FixtureRequest) -> Iterator[tuple[str, PostgresServer | MariadbServer]]:
    need(SERVERS[request.param])
    with encrypted.running_in_the_clear(request.param) as server:
        yield request.param, server


@pytest.fixture
def _other_servers(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Connections of our own, not the test run's."""
    with django_db_blocker.unblock():
        yield


def used(connection: BaseDatabaseWrapper) -> str:
    """The protocol of a connection that is opened now."""
    try:
        with connection.cursor() as cursor:

            def ask(statement: str) -> list[tuple[Any, ...]]:
                cursor.execute(statement)
                return list(cursor.fetchall())

            return protocol.used(connection.vendor, ask)
    finally:
        connection.close()


def opened(config: dict[str, Any]) -> BaseDatabaseWrapper:
    return ConnectionHandler({"default": config}).create_connection("default")  # as a backup opens its own


def url(server: PostgresServer | MariadbServer | None, said: str) -> str:
    assert server
    return server.url("postgres" if isinstance(server, PostgresServer) else "mysql") + said


@pytest.mark.usefixtures("_other_servers")
def test_it_is_encrypted_where_the_server_offers_it(configure: Configure, tls: Encrypted) -> None:
    config = configure(url(tls.server, ""))
    assert used(opened(config)) == "TLS 1.3"
    assert used(opened(config).copy()) == "TLS 1.3"  # as an upgrade holds its lock
    assert used(opened(configure(url(tls.server, NEVER[tls.engine])))) == ""
    assert used(opened(configure(url(tls.server, MUST[tls.engine])))) == "TLS 1.3"


@pytest.mark.usefixtures("_other_servers")
def test_the_certificate_is_checked(configure: Configure, tls: Encrypted) -> None:
    said = CHECKED[tls.engine]
    right, wrong = said.format(tls.authority.path), said.format(tls.stranger)
    assert used(opened(configure(url(tls.server, right)))) == "TLS 1.3"
    with pytest.raises(OperationalError, match="certificate"):
        used(opened(configure(url(tls.server, wrong))))
    tls.show(name="db1.internal")
    try:
        with pytest.raises(OperationalError, match=r"(?i)certificate|ssl"):
            used(opened(configure(url(tls.server, right))))
    finally:
        tls.show()


@pytest.mark.usefixtures("_other_servers")
def test_what_must_be_encrypted_is_not_in_the_clear(
    configure: Configure, clear: tuple[str, PostgresServer | MariadbServer]
) -> None:
    engine, server = clear
    assert used(opened(configure(url(server, "")))) == ""
    with pytest.raises(OperationalError, match=r"no encryption|does not support SSL"):
        used(opened(configure(url(server, MUST[engine]))))


def test_no_session_of_a_desk_is_in_the_clear(tls: Encrypted, tmp_path: Path) -> None:
    """The account is let in encrypted alone, and nothing says so in the address."""
    address = tls.only_encrypted("desk_tls")
    desk = Desk(address, tmp_path / "var")
    desk.manage("upgrade")
    desk.manage("backup", str(tmp_path / "desk.tar"))
    with desk.start(seconds=120):
        assert desk.status("/readyz") == 200
    with pytest.raises(RuntimeError, match=r"no encryption|Access denied"):
        Desk(address + NEVER[tls.engine], tmp_path / "var").manage("upgrade")
    url = tls.only_encrypted("desk_back")
    Desk(url, tmp_path / "back").manage("restore", str(tmp_path / "desk.tar"))
