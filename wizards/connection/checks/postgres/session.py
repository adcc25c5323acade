"""Signing in to PostgreSQL and asking what is there."""

import time
from typing import Any

import psycopg

from common.database import query
from wizards.connection import protocol
from wizards.connection.checks import certificate
from wizards.connection.checks.network import SECONDS
from wizards.connection.checks.postgres import hello, troubles
from wizards.connection.checks.report import CheckFailedError
from wizards.connection.target import Target

Rows = list[tuple[Any, ...]]
_MAINTENANCE = ("postgres", "template1")


class Session:
    """A connection with the database in question if it is there, else with one that every server has."""

    def __init__(self, target: Target) -> None:
        self.target = target
        self.connection: psycopg.Connection[Any] | None = None
        self.encrypted = query.options("postgresql", target.options)
        self.encrypted.pop("connect_timeout", None)  # nobody waits long for a test
        self.opened = ""
        self.is_missing = False
        self.is_desk = False

    def _open(self, name: str) -> None:
        self.close()
        self.connection = psycopg.connect(
            host=self.target.host,
            port=self.target.port,
            user=self.target.user,
            password=self.target.password or None,
            dbname=name,
            connect_timeout=int(SECONDS),
            autocommit=True,
            application_name="helpdesk set-up",
            options="-c timezone=UTC -c statement_timeout=15000 -c lock_timeout=5000",
            **self.encrypted,
        )
        self.opened = name

    def sign_in(self) -> None:
        """Raises CheckFailedError when the server lets the account into no database at all.

        Says nothing about the database in question: a server answers the same way to both mistakes.
        """
        first: Exception | None = None
        for name in dict.fromkeys((self.target.name, *_MAINTENANCE)):
            try:
                self._open(name)
            except psycopg.Error as error:
                first = first or error
            else:
                return
        assert first
        if troubles.is_about_encryption(first):
            words = troubles.said(first)
            raise CheckFailedError(certificate.trouble(self.target, hello.asked, words)) from first
        raise CheckFailedError(troubles.refused(self.target, first)) from first

    def ask(self, sql: str, params: tuple[object, ...] = ()) -> Rows:
        """All rows of a statement."""
        assert self.connection
        cursor = self.connection.execute(sql.encode(), params or None)
        return cursor.fetchall() if cursor.description else []

    def go_to_database(self) -> None:
        """Opens the database in question, which is there. Raises CheckFailedError."""
        if self.opened == self.target.name:
            return
        try:
            self._open(self.target.name)
        except psycopg.Error as error:
            raise CheckFailedError(troubles.may_not_open(self.target, error)) from error

    def encryption(self) -> str:
        """The protocol of the open connection; "" when it is not encrypted."""
        return protocol.used("postgresql", self.ask)

    def clock_ahead(self) -> float:
        """By how many seconds the database's clock is ahead of ours."""
        return float(self.ask("SELECT extract(epoch FROM clock_timestamp())")[0][0]) - time.time()

    def close(self) -> None:
        """May be called twice."""
        if self.connection is not None:
            self.connection.close()
            self.connection = None
