"""Where the server offers it, always, and with its certificate checked: before real servers of both kinds."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from tests.servers import encrypted
from tests.servers.availability import need
from tests.servers.encrypted import Encrypted
from tests.servers.mariadb import MariadbServer
from tests.servers.postgres import PostgresServer
from tests.wizards.connection.conftest import Post
from tests.wizards.connection.reading import Read, result
from wizards.connection import node_file, state

NAMES = {"postgres": ("postgresql", "app"), "mariadb": ("mariadb", "root")}
QUERIES = {
    "postgres": ("?sslmode=require", "?sslmode=verify-full&sslrootcert={}"),
    "mariadb": ("?ssl_mode=REQUIRED", "?ssl_mode=VERIFY_IDENTITY&ssl_ca={}"),
}
ENGINES = ("postgres", "mariadb")
SERVERS = {"postgres": "PostgreSQL", "mariadb": "MariaDB"}

Clear = dict[str, PostgresServer | MariadbServer]


@pytest.fixture(scope="module", params=ENGINES)
def tls(request: pytest.FixtureRequest) -> Iterator[Encrypted]:
    need(SERVERS[request.param])
    with encrypted.running(request.param) as server:
        yield server


@pytest.fixture
def other_certificate(tls: Encrypted) -> Iterator[Encrypted]:
    yield tls
    tls.show()


@pytest.fixture(scope="module")
def clear() -> Iterator[Clear]:
    for engine in ENGINES:
        need(SERVERS[engine])
    with ExitStack() as stack:
        yield {one: stack.enter_context(encrypted.running_in_the_clear(one)) for one in ENGINES}


def attempt(post: Post, engine: str, port: int, way: str, authority: object = "", **more: object) -> Read:
    key, user = NAMES[engine]
    values = {"name": "wiz_tls", "user": user, "encryption": way, "authority": authority, **more}
    return result(post(key, port=port, **values))


def verified(post: Post, server: Encrypted) -> Read:
    return attempt(post, server.engine, server.port, "verified", server.authority.path)


def sign_in(read: Read) -> str:
    return next(words for state, words in read.steps if state == "ok" and words.startswith("Sign-in"))


@pytest.mark.parametrize("way", ["", "offered", "always", "verified"])
def test_it_is_encrypted(post: Post, tls: Encrypted, way: str) -> None:
    read = attempt(post, tls.engine, tls.port, way, tls.authority.path if way == "verified" else "")
    assert read.good
    assert ", encrypted (TLS 1.3)" in sign_in(read)


@pytest.mark.parametrize("engine", ENGINES)
def test_in_the_clear_where_the_server_has_nothing_else(post: Post, clear: Clear, engine: str) -> None:
    read = attempt(post, engine, clear[engine].port, "offered")
    assert read.good
    assert "not encrypted" in sign_in(read)


@pytest.mark.parametrize("way", ["always", "verified"])
@pytest.mark.parametrize("engine", ENGINES)
def test_a_server_without_encryption_is_told_no_password(
    post: Post, clear: Clear, tls: Encrypted, engine: str, way: str
) -> None:
    read = attempt(post, engine, clear[engine].port, way, tls.authority.path)
    assert read.title == "The server offers no encryption"
    assert read.failed.startswith("Port")
    assert [state for state, words in read.steps if words.startswith("Sign-in")] == ["skip"]
    assert "ssl_cert" in read.do["What to do"]
    assert "Where the server offers it" in read.do["What to do"]


def test_another_authority(post: Post, tls: Encrypted) -> None:
    read = attempt(post, tls.engine, tls.port, "verified", tls.stranger)
    assert read.title == "The certificate was signed by another authority"
    assert re.search("local issuer certificate|self-signed certificate", read.do["What happened"])
    assert "openssl s_client -starttls" in read.do["What to do"]
    assert attempt(post, tls.engine, tls.port, "always").good  # nobody asked who signed it


def test_a_certificate_for_another_host(post: Post, other_certificate: Encrypted) -> None:
    other_certificate.show(name="db1.internal")
    read = verified(post, other_certificate)
    assert read.title == "The certificate is for another host"
    assert "127.0.0.1" in read.do["What happened"]
    assert "subjectAltName" in read.do["What to do"]


def test_a_certificate_that_is_over(post: Post, other_certificate: Encrypted) -> None:
    other_certificate.show(days=-1)
    read = verified(post, other_certificate)
    assert read.title == "The certificate is not valid now"
    assert "expired" in read.do["What happened"]


@pytest.mark.parametrize("way", ["always", "verified"])
def test_it_is_named_for_the_desk_and_comes_back(
    post: Post, browser_of_the_admin: Client, tls: Encrypted, settings: Settings, way: str
) -> None:
    key, user = NAMES[tls.engine]
    path = tls.authority.path
    values = {"port": tls.port, "name": "wiz_tls", "user": user, "encryption": way, "authority": path}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("wizards.connection.runner.Runner.start", lambda self: None)
        assert post(key, do="create", **values).status_code == 302
    url = node_file.read(Path(settings.NODE_FILE))["DATABASE_URL"]
    assert url.endswith("/wiz_tls" + QUERIES[tls.engine][way == "verified"].format(path))
    browser_of_the_admin.post("/tables/back")
    page = browser_of_the_admin.get("/connection").content.decode()
    assert f'value="{way}" id="id_encryption_{("always", "verified").index(way) + 1}" checked' in page
    assert (str(path) in page) == (way == "verified")
    state.finish()
    assert tls.server
    tls.server.drop("wiz_tls")


@pytest.mark.parametrize(
    ("authority", "said"),
    [
        ("", "Enter the full path"),
        ("authority.pem", "Enter the full path"),
        ("/no/such/file", "The desk cannot read this file: No such file or directory"),
        ("/etc/hostname", "This is no certificate in PEM form"),
        ("/etc", "The desk cannot read this file: Is a directory"),
    ],
)
def test_a_file_that_is_no_certificate_is_refused_at_once(post: Post, authority: str, said: str) -> None:
    answer = post("postgresql", user="desk", encryption="verified", authority=authority)
    assert answer.status_code == 422
    assert said in answer.content.decode()
