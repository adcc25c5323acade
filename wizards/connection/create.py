"""Making the database itself, empty."""

from contextlib import closing

import psycopg
from django.utils.translation import gettext as _

from wizards.connection.checks.mysql import troubles as mysql_troubles
from wizards.connection.checks.mysql.session import Session as MysqlSession
from wizards.connection.checks.postgres import troubles as postgres_troubles
from wizards.connection.checks.postgres.session import Session as PostgresSession
from wizards.connection.checks.report import CheckFailedError, Trouble
from wizards.connection.target import Target

# what the server says when its locale and UTF-8 do not go together, and when somebody was quicker
_LOCALE, _EXISTS = {"22023", "42P17", "0A000"}, {"42P04"}
_MYSQL_EXISTS = 1007


def create(target: Target) -> None:
    """Creates the database unless it is there. Raises CheckFailedError."""
    if target.engine.scheme == "postgres":
        _postgres(target)
    elif target.engine.scheme == "mysql":
        _mysql(target)


def _postgres(target: Target) -> None:
    name = postgres_troubles.quoted(target.name)
    sql = f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0"
    with closing(PostgresSession(target)) as session:
        session.sign_in()
        try:
            try:
                session.ask(sql)
            except psycopg.Error as error:
                if error.sqlstate not in _LOCALE:
                    raise
                session.ask(f"{sql} LC_COLLATE 'C' LC_CTYPE 'C'")  # goes with any encoding
        except psycopg.Error as error:
            if error.sqlstate not in _EXISTS:
                words, code = postgres_troubles.said(error), error.sqlstate or ""
                raise CheckFailedError(_trouble(target, words, code)) from error


def _mysql(target: Target) -> None:
    with closing(MysqlSession(target)) as session:
        session.sign_in()
        try:
            session.ask(f"CREATE DATABASE {mysql_troubles.quoted(target.name)} CHARACTER SET utf8mb4")
        except session.driver.Error as error:
            words, code = mysql_troubles.said(error)
            if code != str(_MYSQL_EXISTS):
                raise CheckFailedError(_trouble(target, words, code)) from error


def _trouble(target: Target, words: str, code: str) -> Trouble:
    title = _("The database “%(name)s” could not be created") % {"name": target.name}
    return Trouble(title, words, _("Have an administrator create it, then test again."), "", code)
