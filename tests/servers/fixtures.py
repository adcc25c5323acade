"""The real servers as pytest fixtures. A server starts when the first test asks for it, once a session."""

import os
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django import Settings

from tests import database
from tests.servers import chromium, dovecot, ldap, mariadb, objectstore, postgres, provider, redis, smtp
from tests.servers.availability import need
from tests.servers.desk import Desk
from tests.servers.process import dead_port as held_port

DeskFactory = Callable[..., Desk]
DatabaseFactory = Callable[[str], str]


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.PostgresServer]:
    need("PostgreSQL")
    if port := database.running_port("postgres"):
        yield postgres.PostgresServer(port)
        return
    with postgres.running() as server:
        yield server


@pytest.fixture(scope="session")
def mariadb_server() -> Iterator[mariadb.MariadbServer]:
    need("MariaDB")
    if port := database.running_port("mariadb"):
        yield mariadb.MariadbServer(port)
        return
    with mariadb.running() as server:
        yield server


@pytest.fixture(scope="session")
def redis_server() -> Iterator[redis.RedisServer]:
    need("Redis")
    with redis.running() as server:
        yield server


@pytest.fixture(scope="session")
def object_store() -> Iterator[objectstore.ObjectStore]:
    with objectstore.running() as store:
        yield store


@pytest.fixture
def bucket(object_store: objectstore.ObjectStore, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of a new bucket; the files of the test lie in its folder `desk`."""
    name = object_store.make_bucket(f"files-{secrets.token_hex(6)}")
    object_store.use(settings, monkeypatch, object_store.url(name, "desk"))
    return name


@pytest.fixture(scope="session")
def dovecot_server() -> Iterator[dovecot.DovecotServer]:
    need("Dovecot (IMAP and POP)")
    with dovecot.running() as server:
        yield server


@pytest.fixture(scope="session")
def _smtp_server() -> Iterator[smtp.SmtpServer]:
    with smtp.running() as server:
        yield server


@pytest.fixture
def smtp_server(_smtp_server: smtp.SmtpServer) -> Iterator[smtp.SmtpServer]:
    """The session's SMTP server, empty and friendly at the start of each test."""
    _smtp_server.reset()
    yield _smtp_server
    _smtp_server.reset()


@pytest.fixture(scope="session")
def _provider_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[provider.ProviderServer]:
    with provider.running(tmp_path_factory.mktemp("provider")) as server:
        yield server


@pytest.fixture
def provider_server(_provider_server: provider.ProviderServer, settings: Settings) -> provider.ProviderServer:
    """The session's external provider, friendly at the start of each test and without calls."""
    settings.OUTGOING_PRIVATE = True
    _provider_server.reset()
    return _provider_server


@pytest.fixture(scope="session")
def _ldap_server() -> Iterator[ldap.LdapServer]:
    need("OpenLDAP")
    with ldap.running() as server:
        yield server


@pytest.fixture
def dead_port() -> Iterator[int]:
    """Where nobody listens, and nobody will before the test is over."""
    with held_port() as port:
        yield port


@pytest.fixture
def ldap_server(_ldap_server: ldap.LdapServer) -> ldap.LdapServer:
    """The session's directory server, without people and groups at the start of each test."""
    _ldap_server.reset()
    return _ldap_server


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    need("Chromium")
    # the browser's driver keeps an event loop in this thread; the ORM is still used by it alone
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with chromium.running() as running:
        yield running


@pytest.fixture
def browser_context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    context.set_default_timeout(30_000)
    yield context
    context.close()


@pytest.fixture
def page(browser_context: BrowserContext) -> Page:
    return browser_context.new_page()


@pytest.fixture(scope="session")
def empty_database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> DatabaseFactory:
    """`empty_database("postgres")` gives the URL of a new empty database: sqlite, postgres or mariadb."""

    def make(kind: str) -> str:
        name = f"empty_{secrets.token_hex(6)}"
        if kind == "sqlite":
            return f"sqlite:///{tmp_path_factory.mktemp('database') / name}.sqlite3"
        server = request.getfixturevalue(f"{kind}_server")
        assert isinstance(server, postgres.PostgresServer | mariadb.MariadbServer)
        return server.create(name)

    return make


@pytest.fixture(scope="session")
def desk_factory(
    empty_database: DatabaseFactory, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[DeskFactory]:
    """`desk_factory("sqlite", demo=True, SEND_DELAY_SECONDS="0")`: a migrated desk, not yet started.

    Whatever was started is stopped at the end of the session; stop it yourself when you are done.
    """
    made: list[Desk] = []

    def make(kind: str = "sqlite", *, demo: bool = False, **settings: str) -> Desk:
        folder: Path = tmp_path_factory.mktemp("desk")
        desk = Desk(empty_database(kind), folder, settings=settings)
        if demo:
            desk.settings["DEMO"] = "1"
        desk.manage("migrate", "--verbosity=0")
        if demo:
            desk.manage("demo")
        made.append(desk)
        return desk

    yield make
    for desk in made:
        desk.stop()


@pytest.fixture(scope="session")
def demo_desk(desk_factory: DeskFactory) -> Desk:
    """The demo company, served on SQLite. Shared by the whole session: tests add, they do not wipe."""
    return desk_factory("sqlite", demo=True).start()
