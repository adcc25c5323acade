"""The steps of trying MySQL or MariaDB, in their order."""

from contextlib import closing
from functools import partial

from django.utils.translation import gettext as _

from wizards.connection import encryption
from wizards.connection.checks import certificate, network, words
from wizards.connection.checks.mysql import contents, troubles
from wizards.connection.checks.mysql.greeting import greeting
from wizards.connection.checks.mysql.session import Session
from wizards.connection.checks.report import CheckFailedError, Line, Report, tried
from wizards.connection.engines import MARIADB, MYSQL
from wizards.connection.target import Target

_SWITCH_ON = "[mysqld]\nssl_cert = …\nssl_key = …"


def check(target: Target) -> Report:
    """Tries all of it."""
    with closing(Session(target)) as session:
        report = tried(
            [
                Line(words.host(target), partial(network.resolve, target)),
                Line(words.port(target), partial(_port, target)),
                Line(words.version(target), partial(_version, session)),
                Line(words.sign_in(target.user), partial(_sign_in, session)),
                Line(words.database(target.name), partial(contents.database, session)),
                Line(_("Engine InnoDB, character set utf8mb4"), partial(contents.kind, session)),
                Line(_("What it holds"), partial(contents.holds, session)),
                Line(_("Time zone, rights on tables"), partial(contents.rights, session)),
            ]
        )
        report.is_missing = session.is_missing
        report.is_desk = session.is_desk
    return report


def _port(target: Target) -> str:
    found = greeting(target)
    if encryption.is_needed(target) and not found.can_encrypt:
        raise CheckFailedError(certificate.none_offered(target, _SWITCH_ON))
    if found.can_encrypt:
        return _("Port %(port)s answers, and can encrypt") % {"port": target.port}
    return _("Port %(port)s answers, not encrypted") % {"port": target.port}


def _version(session: Session) -> str:
    """Both speak the same: whoever chose the other one of the two is told, and goes on."""
    found = greeting(session.target)
    engine = MARIADB if found.is_mariadb else MYSQL
    session.engine = engine.label
    if found.number < engine.oldest:
        raise CheckFailedError(
            troubles.too_old(session.target, engine.label, found.version, engine.oldest_text)
        )
    return words.accepted(engine.label, found.version)


def _sign_in(session: Session) -> str:
    session.sign_in()
    return words.signed_in(session.target.user, session.encryption())
