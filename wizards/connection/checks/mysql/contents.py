"""The database itself: there or to be created, of the right kind, and ours to use."""

from django.utils.translation import gettext as _

from wizards.connection.checks import holdings, probe, words
from wizards.connection.checks.mysql import grants, troubles
from wizards.connection.checks.mysql.session import Session
from wizards.connection.checks.report import CheckFailedError

_UNKNOWN = 1049
_CHARSET = "SELECT default_character_set_name FROM information_schema.schemata WHERE schema_name = %s"
_TABLES = """SELECT table_name, engine, table_collation FROM information_schema.tables
    WHERE table_schema = %s AND table_type = 'BASE TABLE' ORDER BY table_name"""
_INNODB = "SELECT support FROM information_schema.engines WHERE engine = 'InnoDB'"


def database(session: Session) -> str:
    """Opens it, or finds out whether it may be created."""
    target = session.target
    try:
        session.ask(f"USE {troubles.quoted(target.name)}")
    except session.driver.Error as error:
        text, code = troubles.said(error)
        if not grants.may_create(session.grants(), target.name) or code != str(_UNKNOWN):
            raise CheckFailedError(troubles.may_not_create(target, session.account, text)) from error
        session.is_missing = True
        return words.will_be_created(target)
    return words.exists(target.name)


def kind(session: Session) -> str:
    """The engine new tables get, and the character set of the database."""
    support = session.ask(_INNODB)
    if not support or str(support[0][0]).upper() not in {"YES", "DEFAULT"}:
        raise CheckFailedError(troubles.no_innodb())
    engine = str(session.ask("SELECT @@default_storage_engine")[0][0])
    if engine.upper() != "INNODB":
        raise CheckFailedError(troubles.wrong_engine(engine))
    if session.is_missing:
        return _("InnoDB; it will be made in utf8mb4")
    rows = session.ask(_CHARSET, (session.target.name,))
    charset = str(rows[0][0]) if rows else "?"
    if charset != "utf8mb4":
        raise CheckFailedError(troubles.wrong_charset(session.target, charset))
    return _("InnoDB and utf8mb4")


def holds(session: Session) -> str:
    """Nothing, a desk, or what must be left alone."""
    if session.is_missing:
        return _("Nothing yet")
    name = session.target.name
    found = [(str(one[0]), str(one[1]), str(one[2])) for one in session.ask(_TABLES, (name,))]
    tables = {one[0] for one in found}
    if holdings.judge(tables, name):
        rows = [(str(app), str(step)) for app, step in session.ask("SELECT app, name FROM django_migrations")]
        holdings.judge_migrations(rows, name)
        session.is_desk = tables >= holdings.SIGN
    wrong = [one for one in found if one[1] != "InnoDB" or not one[2].startswith("utf8mb4")]
    if wrong:
        raise CheckFailedError(troubles.wrong_tables(session.target, wrong))
    return words.holds("utf8mb4", is_empty=not tables, is_desk=session.is_desk)


def rights(session: Session) -> str:
    """A table is made, used and dropped."""
    ahead = session.clock_ahead()
    if session.is_missing:
        return words.clock(ahead)
    try:
        read = probe.try_out(session.ask)
    except session.driver.Error as error:
        raise CheckFailedError(troubles.no_rights(session.target, session.account, error)) from error
    return words.rights(ahead, is_whole=read == probe.SAMPLE)
