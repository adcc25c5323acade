"""The steps of trying PostgreSQL, in their order."""

from contextlib import closing
from functools import partial

import psycopg
from django.utils.translation import gettext as _

from wizards.connection.checks import holdings, network, probe, words
from wizards.connection.checks.postgres import hello, troubles
from wizards.connection.checks.postgres.session import Session
from wizards.connection.checks.report import CheckFailedError, Line, Report, tried
from wizards.connection.target import Target

_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
_DATABASE = "SELECT pg_encoding_to_char(encoding) FROM pg_database WHERE datname = %s"
_MAY_CREATE = "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"


def check(target: Target) -> Report:
    """Tries all of it."""
    name, user = target.name, target.user
    with closing(Session(target)) as session:
        report = tried(
            [
                Line(words.host(target), partial(network.resolve, target)),
                Line(words.port(target), partial(hello.hello, target)),
                Line(words.sign_in(user), partial(_sign_in, session)),
                Line(words.version(target), partial(_version, session)),
                Line(words.database(name), partial(_database, session)),
                Line(_("Encoding UTF-8, and what it holds"), partial(_contents, session)),
                Line(_("Time zone, rights on tables"), partial(_rights, session)),
            ]
        )
        report.is_missing = session.is_missing
        report.is_desk = session.is_desk
    return report


def _sign_in(session: Session) -> str:
    session.sign_in()
    return words.signed_in(session.target.user, session.encryption())


def _version(session: Session) -> str:
    shown = str(session.ask("SHOW server_version")[0][0]).split()[0]
    number = int(session.ask("SHOW server_version_num")[0][0])
    if number < session.target.engine.oldest[0] * 10000:
        raise CheckFailedError(troubles.too_old(session.target, shown))
    return words.accepted("PostgreSQL", shown)


def _database(session: Session) -> str:
    target = session.target
    if not session.ask(_DATABASE, (target.name,)):
        if not session.ask(_MAY_CREATE)[0][0]:
            raise CheckFailedError(troubles.may_not_create(target))
        session.is_missing = True
        return words.will_be_created(target)
    session.go_to_database()
    return words.exists(target.name)


def _contents(session: Session) -> str:
    if session.is_missing:
        return _("It will be made in UTF-8")
    encoding = str(session.ask(_DATABASE, (session.target.name,))[0][0])
    if encoding != "UTF8":
        raise CheckFailedError(troubles.not_utf8(session.target, encoding))
    tables = {str(row[0]) for row in session.ask(_TABLES)}
    if holdings.judge(tables, session.target.name):
        rows = [(str(app), str(step)) for app, step in session.ask("SELECT app, name FROM django_migrations")]
        holdings.judge_migrations(rows, session.target.name)
        session.is_desk = tables >= holdings.SIGN
    return words.holds("UTF-8", is_empty=not tables, is_desk=session.is_desk)


def _rights(session: Session) -> str:
    ahead = session.clock_ahead()
    if session.is_missing:
        return words.clock(ahead)
    assert session.connection
    try:
        with session.connection.transaction(force_rollback=True):  # whatever happens, nothing stays
            read = probe.try_out(session.ask)
    except psycopg.Error as error:
        raise CheckFailedError(troubles.no_rights(session.target, error)) from error
    return words.rights(ahead, is_whole=read == probe.SAMPLE)
