"""Each wrong input before a real PostgreSQL, and what the page says of it."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from tests.servers.mariadb import MariadbServer
from tests.servers.postgres import PostgresServer
from tests.wizards.connection.conftest import Post
from tests.wizards.connection.reading import result

PASSWORD = "p$w'%\"\\ ä#1"


def run(server: PostgresServer, statement: str, database: str = "postgres") -> list[tuple[object, ...]]:
    with psycopg.connect(server.url(database), autocommit=True) as connection:
        cursor = connection.execute(sql.SQL(statement))
        return cursor.fetchall() if cursor.description else []


@pytest.fixture(scope="module")
def server(postgres_server: PostgresServer) -> Iterator[PostgresServer]:
    """With accounts of which a password is asked, and one that may create databases."""
    create = "CREATE ROLE {} LOGIN {} PASSWORD 'p$w''%\"\\ ä#1'"
    for name, right in (("wiz_plain", ""), ("wiz_maker", "CREATEDB")):
        run(postgres_server, create.format(name, right))
    path = Path(str(run(postgres_server, "SHOW hba_file")[0][0]))
    before = path.read_text()
    path.write_text(f"host all wiz_plain,wiz_maker 127.0.0.1/32 scram-sha-256\n{before}")
    run(postgres_server, "SELECT pg_reload_conf()")
    yield postgres_server
    path.write_text(before)
    run(postgres_server, "SELECT pg_reload_conf()")
    for name in ("wiz_db", "wiz_latin", "wiz_foreign", "wiz_closed"):
        postgres_server.drop(name)
    run(postgres_server, "DROP ROLE wiz_plain")
    run(postgres_server, "DROP ROLE wiz_maker")


def test_an_unknown_host(post: Post) -> None:
    read = result(post("postgresql", host="no-such-host.invalid", user="a"))
    assert read.title == "The host name is not known"
    assert read.failed.startswith("The address of no-such-host.invalid")
    assert [state for state, _ in read.steps[1:]] == ["skip"] * 6
    assert all("not tried" in words for _, words in read.steps[1:])
    assert "getent hosts no-such-host.invalid" in read.do["What to do"]
    assert "nothing was changed" in read.do["Nothing is lost"]


def test_a_closed_port(post: Post, dead_port: int) -> None:
    read = result(post("postgresql", port=dead_port, user="a"))
    assert read.title == f"The server does not listen on port {dead_port}"
    assert "Connection refused" in read.do["What happened"]


def test_another_server_on_the_port(post: Post, mariadb_server: MariadbServer) -> None:
    read = result(post("postgresql", port=mariadb_server.port, user="a"))
    assert read.title == f"What answers on port {mariadb_server.port} is not PostgreSQL"
    assert "MariaDB" in read.do["What happened"]


def test_a_wrong_password(post: Post, server: PostgresServer) -> None:
    read = result(post("postgresql", port=server.port, user="wiz_maker", password="wrong"))
    assert read.title == "The database refused the sign-in"
    assert read.failed.startswith("Sign-in as “wiz_maker”")
    assert read.do["What happened"] == 'password authentication failed for user "wiz_maker"'
    assert "ALTER ROLE wiz_maker WITH LOGIN" in read.do["What to do"]


def test_a_missing_database_that_may_be_created(post: Post, server: PostgresServer) -> None:
    answer = post("postgresql", port=server.port, name="wiz_db", user="wiz_maker", password=PASSWORD)
    read = result(answer)
    assert read.good
    assert read.title == "Everything needed is there"
    assert any("“wiz_db” does not exist; “wiz_maker” may create it" in words for _, words in read.steps)
    assert not run(server, "SELECT 1 FROM pg_database WHERE datname = 'wiz_db'")  # trying changes nothing


def test_a_missing_database_without_the_right_to_create_it(post: Post, server: PostgresServer) -> None:
    read = result(post("postgresql", port=server.port, name="wiz_db", user="wiz_plain", password=PASSWORD))
    assert read.title == "The database does not exist, and the account may not create it"
    assert "CREATE DATABASE wiz_db OWNER wiz_plain ENCODING 'UTF8'" in read.do["What to do"]


def test_a_database_in_latin1(post: Post, server: PostgresServer) -> None:
    server.drop("wiz_latin")
    run(server, "CREATE DATABASE wiz_latin ENCODING 'LATIN1' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'")
    read = result(post("postgresql", port=server.port, name="wiz_latin", user="wiz_maker", password=PASSWORD))
    assert read.title == "The database is not in UTF-8"
    assert "LATIN1" in read.do["What happened"]
    assert "CREATE DATABASE wiz_latin_utf8" in read.do["What to do"]


def test_a_database_of_something_else(post: Post, server: PostgresServer) -> None:
    server.create("wiz_foreign")
    run(server, "CREATE TABLE invoices (id int)", "wiz_foreign")
    read = result(post("postgresql", port=server.port, name="wiz_foreign", user="app"))
    assert read.title == "The database holds something else"
    assert "invoices" in read.do["What happened"]


def test_an_account_without_rights_on_tables(post: Post, server: PostgresServer) -> None:
    server.create("wiz_closed")
    run(server, "REVOKE CREATE ON SCHEMA public FROM PUBLIC", "wiz_closed")
    read = result(
        post("postgresql", port=server.port, name="wiz_closed", user="wiz_plain", password=PASSWORD)
    )
    assert read.title == "The account may not make tables"
    assert "GRANT ALL ON SCHEMA public TO wiz_plain;" in read.do["What to do"]


def test_trying_leaves_no_table_behind(post: Post, server: PostgresServer) -> None:
    server.create("wiz_db")
    read = result(post("postgresql", port=server.port, name="wiz_db", user="app"))
    assert read.good
    assert "a write and a read back" in read.steps[-1][1]
    assert not run(server, "SELECT 1 FROM pg_tables WHERE schemaname = 'public'", "wiz_db")
    server.drop("wiz_db")
