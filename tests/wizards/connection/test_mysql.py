"""Each wrong input before a real MariaDB, and what the page says of it."""

import sys
from collections.abc import Iterator

import pytest

from tests.servers.mariadb import MariadbServer
from tests.servers.postgres import PostgresServer
from tests.wizards.connection.conftest import Post
from tests.wizards.connection.reading import result

PASSWORD = 'p$w%" ä#1'


@pytest.fixture(scope="module")
def server(mariadb_server: MariadbServer) -> Iterator[MariadbServer]:
    """With accounts of which a password is asked: one may make databases of certain names, one nothing."""
    for name in ("wiz_plain", "wiz_maker"):
        mariadb_server.run(f"CREATE OR REPLACE USER {name}@'%' IDENTIFIED BY '{PASSWORD}'")
    mariadb_server.run("GRANT ALL ON `wiz\\_%`.* TO wiz_maker@'%'")
    yield mariadb_server
    for name in ("wiz_db", "wiz_latin", "wiz_foreign", "wiz_isam"):
        mariadb_server.drop(name)
    mariadb_server.run("DROP USER wiz_plain@'%', wiz_maker@'%'")


def test_a_missing_driver_names_the_command(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "MySQLdb", None)  # what an import of a module that is not there meets
    read = result(post("mysql", user="a"))
    assert read.title == "The driver for MySQL is not installed"
    assert "make env EXTRAS=mysql" in read.do["What to do"]


def test_a_closed_port(post: Post, dead_port: int) -> None:
    read = result(post("mariadb", port=dead_port, user="a"))
    assert read.title == f"The server does not listen on port {dead_port}"


def test_another_server_on_the_port(post: Post, postgres_server: PostgresServer) -> None:
    read = result(post("mariadb", port=postgres_server.port, user="a"))
    assert read.title == f"What answers on port {postgres_server.port} is not MariaDB"


def test_a_wrong_password(post: Post, server: MariadbServer) -> None:
    read = result(post("mariadb", port=server.port, user="wiz_maker", password="wrong"))
    assert read.title == "The database refused the sign-in"
    assert "Access denied for user 'wiz_maker'" in read.do["What happened"]
    assert read.failed.endswith("1045")
    assert "CREATE USER 'wiz_maker'@'%'" in read.do["What to do"]
    assert read.steps[2][1].startswith("MariaDB")  # the greeting names the version before anybody signs in


def test_a_missing_database_that_may_be_created(post: Post, server: MariadbServer) -> None:
    read = result(post("mariadb", port=server.port, name="wiz_db", user="wiz_maker", password=PASSWORD))
    assert read.good
    assert any("“wiz_db” does not exist; “wiz_maker” may create it" in words for _, words in read.steps)


@pytest.mark.parametrize(("user", "name"), [("wiz_plain", "wiz_db"), ("wiz_maker", "other")])
def test_a_missing_database_without_the_right_to_create_it(
    post: Post, server: MariadbServer, user: str, name: str
) -> None:
    read = result(post("mariadb", port=server.port, name=name, user=user, password=PASSWORD))
    assert read.title == "The database does not exist, and the account may not create it"
    assert f"CREATE DATABASE `{name}` CHARACTER SET utf8mb4; GRANT ALL" in read.do["What to do"]


def test_a_database_in_latin1(post: Post, server: MariadbServer) -> None:
    server.drop("wiz_latin")
    server.run("CREATE DATABASE wiz_latin CHARACTER SET latin1")
    read = result(post("mariadb", port=server.port, name="wiz_latin", user="wiz_maker", password=PASSWORD))
    assert read.title == "The database is not in utf8mb4"
    command = "ALTER DATABASE `wiz_latin` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;"
    assert command in read.do["What to do"]
    server.run(command)
    again = result(post("mariadb", port=server.port, name="wiz_latin", user="wiz_maker", password=PASSWORD))
    assert again.good  # the command does what it says


def test_a_server_that_makes_myisam(post: Post, server: MariadbServer) -> None:
    server.run("SET GLOBAL default_storage_engine = MyISAM")
    try:
        read = result(post("mariadb", port=server.port, name="wiz_db", user="wiz_maker", password=PASSWORD))
    finally:
        server.run("SET GLOBAL default_storage_engine = InnoDB")
    assert read.title == "New tables would not be of InnoDB"
    assert "MyISAM" in read.do["What happened"]
    assert "SET GLOBAL default_storage_engine = InnoDB;" in read.do["What to do"]


def test_tables_of_myisam_that_are_there(post: Post, server: MariadbServer) -> None:
    server.create("wiz_isam")
    server.run("CREATE TABLE wiz_isam.django_migrations (app varchar(9), name varchar(9)) ENGINE = MyISAM")
    read = result(post("mariadb", port=server.port, name="wiz_isam", user="wiz_maker", password=PASSWORD))
    assert read.title == "Tables are not of InnoDB, or not in utf8mb4"
    assert "ALTER TABLE `wiz_isam`.`django_migrations` ENGINE = InnoDB;" in read.do["What to do"]


def test_a_database_of_something_else(post: Post, server: MariadbServer) -> None:
    server.create("wiz_foreign")
    server.run("CREATE TABLE wiz_foreign.invoices (id int)")
    read = result(post("mariadb", port=server.port, name="wiz_foreign", user="wiz_maker", password=PASSWORD))
    assert read.title == "The database holds something else"


def test_an_account_that_may_only_read(post: Post, server: MariadbServer) -> None:
    server.create("wiz_db")
    server.run("GRANT SELECT ON wiz_db.* TO wiz_plain@'%'")
    read = result(post("mysql", port=server.port, name="wiz_db", user="wiz_plain", password=PASSWORD))
    assert read.title == "The account lacks rights on tables"
    assert "GRANT ALL ON `wiz_db`.* TO 'wiz_plain'@'%';" in read.do["What to do"]
    server.drop("wiz_db")
