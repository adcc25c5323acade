"""Signing in to MySQL or MariaDB and asking what is there."""

import time
from typing import Any

from wizards.connection.checks.drivers import load
from wizards.connection.checks.mysql import troubles
from wizards.connection.checks.network import SECONDS
from wizards.connection.checks.report import CheckFailedError
from wizards.connection.target import Target

Rows = list[tuple[Any, ...]]


class Session:
    """A connection without a database, until it is known to be there."""

    def __init__(self, target: Target) -> None:
        self.target = target
        self.driver = load("MySQLdb", target.engine.label)
        self.connection: Any = None
        self.engine = target.engine.label
        self.is_missing = False
        self.is_desk = False

    def sign_in(self) -> None:
        """Raises CheckFailedError."""
        try:
            self.connection = self.driver.connect(
                host=self.target.address,
                port=self.target.port,
                user=self.target.user,
                password=self.target.password,
                connect_timeout=int(SECONDS),
                read_timeout=30,
                write_timeout=30,
                charset="utf8mb4",
                autocommit=True,
                init_command="SET time_zone = '+00:00'",
            )
        except self.driver.Error as error:
            raise CheckFailedError(troubles.refused(self.target, error)) from error

    def ask(self, sql: str, params: tuple[object, ...] = ()) -> Rows:
        """All rows of a statement."""
        with self.connection.cursor() as cursor:
            cursor.execute(sql, params or None)
            return list(cursor.fetchall()) if cursor.description else []

    @property
    def account(self) -> str:
        """The account the server took us for, as SQL takes it."""
        user, _, host = str(self.ask("SELECT CURRENT_USER()")[0][0]).rpartition("@")
        return troubles.account(user, host)

    def grants(self) -> list[str]:
        """What the account may do, as the server writes it."""
        return [str(row[0]) for row in self.ask("SHOW GRANTS")]

    def encryption(self) -> str:
        """The protocol of the open connection; "" when it is not encrypted."""
        rows = self.ask("SHOW SESSION STATUS LIKE 'Ssl_version'")
        return str(rows[0][1]).replace("TLSv", "TLS ") if rows else ""

    def clock_ahead(self) -> float:
        """By how many seconds the database's clock is ahead of ours."""
        return float(self.ask("SELECT UNIX_TIMESTAMP(NOW(3))")[0][0]) - time.time()

    def close(self) -> None:
        """May be called twice."""
        if self.connection is not None:
            self.connection.close()
            self.connection = None
