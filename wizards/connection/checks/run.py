"""One door to all engines."""

from wizards.connection.checks import mysql, postgres, sqlite
from wizards.connection.checks.drivers import load
from wizards.connection.checks.report import CheckFailedError, Report, Step
from wizards.connection.target import Target

_DRIVERS = {"postgres": "psycopg", "mysql": "MySQLdb"}
_CHECKS = {"postgres": postgres.check, "mysql": mysql.check, "sqlite": sqlite.check}


def check(target: Target) -> Report:
    """Tries the database. Nothing is changed: what is made for the trial is gone afterwards."""
    scheme = target.engine.scheme
    try:
        if module := _DRIVERS.get(scheme):
            load(module, target.engine.label)
    except CheckFailedError as failure:
        step = Step("bad", failure.trouble.title)
        return Report([step], failure.trouble)
    return _CHECKS[scheme](target)
