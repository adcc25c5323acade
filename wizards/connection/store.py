"""What the wizard leaves behind: a database, and the settings file that names it."""

from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from wizards.connection import encryption, node_file, state
from wizards.connection.checks import Report, Trouble, check
from wizards.connection.checks.report import CheckFailedError
from wizards.connection.create import create
from wizards.connection.state import State
from wizards.connection.target import Target


def establish(target: Target) -> Report:
    """Tries the database, creates it when it is missing, and writes the node's settings file.

    When the report is not good, no file was written; a database that was created stays, empty.
    """
    report = check(target)
    is_created = report.is_missing
    try:
        if report.is_good:
            _require_writable()
        if report.is_good and report.is_missing and target.engine.is_server:
            create(target)
            report = check(target)  # what could not be tried before: encoding and rights
        if report.is_good:
            _write(target, report, is_created=is_created)
    except CheckFailedError as failure:
        report.trouble = failure.trouble
    return report


def _write(target: Target, report: Report, *, is_created: bool) -> None:
    begun = State(
        "tables",
        target.engine.key,
        target.host,
        target.port,
        target.name,
        target.user,
        encryption.of(target),
        encryption.authority(target),
        is_created=is_created,
        is_desk=report.is_desk,
    )
    try:
        state.save(
            begun
        )  # first: with the other file alone, the next start would not know that tables are missing
        node_file.write(settings.NODE_FILE, {"DATABASE_URL": target.url})
    except OSError as error:
        raise CheckFailedError(_not_writable(error)) from error


def _require_writable() -> None:
    """Before a database is created."""
    path = Path(settings.NODE_FILE).with_name(".hd-probe")
    try:
        node_file.put(path, "")
        path.unlink()
    except OSError as error:
        raise CheckFailedError(_not_writable(error)) from error


def _not_writable(error: OSError) -> Trouble:
    folder = Path(settings.NODE_FILE).parent
    return Trouble(
        _("The settings file cannot be written"),
        str(error),
        _("Give the folder to the account that runs the desk, then press “Create and continue” again:"),
        f'chown -R "$(id -un)" {folder}',
        str(error.errno or ""),
    )
