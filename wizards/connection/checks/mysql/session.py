"""Signing in to MySQL or MariaDB and asking what is there."""

import time
from typing import Any

from common.database import query
from common.database.mysql import encryption
from wizards.connection import protocol
from wizards.connection.checks import certificate
from wizards.connection.checks.drivers import load
from wizards.connection.checks.mysql import greeting, troubles
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
        wanted = {**query.options("mysql", self.target.options), **self._parameters()}
        try:
            self.connection = self.driver.connect(**encryption.parameters(self.driver, wanted))
            encryption.insist(self.driver, self.connection, wanted)
        except self.driver.Error as error:
            words, code = troubles.said(error)
            if code == str(encryption.NO_ENCRYPTION):
                raise CheckFailedError(certificate.trouble(self.target, greeting.asked, words)) from error
            raise CheckFailedError(troubles.refused(self.target, error)) from error

    def _parameters(self) -> dict[str, Any]:
        return {
            "host": self.target.address,
            "port": self.target.port,
            "user": self.target.user,
            "password": self.target.password,
            "connect_timeout": int(SECONDS),
            "read_timeout": 30,
            "write_timeout": 30,
            "charset": "utf8mb4",
            "autocommit": True,
            "init_command": "SET time_zone = '+00:00'",
        }

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
        return protocol.used("mysql", self.ask)

    def clock_ahead(self) -> float:
        """By how many seconds the database's clock is ahead of ours."""
        return float(self.ask("SELECT UNIX_TIMESTAMP(NOW(3))")[0][0]) - time.time()

    def close(self) -> None:
        """May be called twice."""
        if self.connection is not None:
            self.connection.close()
            self.connection = None
