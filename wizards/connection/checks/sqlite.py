"""Trying SQLite: the library, the folder, and whether files there can be locked."""

import shutil
import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path

from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from wizards.connection.checks import holdings, probe, words
from wizards.connection.checks.report import CheckFailedError, Line, Report, Trouble, tried
from wizards.connection.target import Target

OLDEST = (3, 35, 0)
LEAST_BYTES = 100 * 1024 * 1024


def check(target: Target) -> Report:
    """Tries all of it."""
    path = Path(target.name)
    report = tried(
        [
            Line(_("SQLite 3.35 or later, with its search"), _library),
            Line(_("The folder %(folder)s") % {"folder": path.parent}, partial(_folder, path.parent)),
            Line(_("A write and a read back in a file there"), partial(_file, path.parent)),
            Line(_("What the database holds"), partial(_contents, path)),
        ]
    )
    report.is_missing = not is_there(path)
    report.is_desk = not report.is_missing and report.is_good and _tables(path) >= holdings.SIGN
    return report


def is_there(path: Path) -> bool:
    """An empty file is what a look at a database that does not exist leaves behind."""
    return path.is_file() and path.stat().st_size > 0


def _library() -> str:
    with closing(sqlite3.connect(":memory:")) as database:
        try:
            database.execute("CREATE VIRTUAL TABLE words USING fts5(body)")
            has_search = True
        except sqlite3.Error:
            has_search = False
    if not has_search or sqlite3.sqlite_version_info < OLDEST:
        raise CheckFailedError(
            Trouble(
                _("This Python comes with an SQLite that will not do"),
                _("It is version %(version)s.") % {"version": sqlite3.sqlite_version}
                + ("" if has_search else " " + _("It was built without FTS5.")),
                _("Use a Python with SQLite 3.35 or later, or choose PostgreSQL."),
            )
        )
    return words.accepted("SQLite", sqlite3.sqlite_version)


def _folder(folder: Path) -> str:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(folder).free
    except OSError as error:
        raise CheckFailedError(_not_writable(folder, error)) from error
    if free < LEAST_BYTES:
        raise CheckFailedError(
            Trouble(
                _("The disk is almost full"),
                _("%(free)s MB are free in %(folder)s.") % {"free": free // 1024**2, "folder": folder},
                _("Make room, or set VAR_DIR to a folder on a larger disk."),
            )
        )
    room = number_format(free / 1024**3, 1)
    return _("%(folder)s, %(room)s GB free") % {"folder": folder, "room": room}


def _file(folder: Path) -> str:
    """A file of its own, in the mode the desk uses; a network drive that cannot lock shows itself here."""
    path = folder / ".hd-probe.sqlite3"
    try:
        with closing(sqlite3.connect(path, timeout=2, isolation_level=None)) as database:
            database.execute("PRAGMA journal_mode=WAL")
            read = probe.try_out(lambda sql: database.execute(sql).fetchall())
    except (OSError, sqlite3.Error) as error:
        raise CheckFailedError(_not_writable(folder, error)) from error
    finally:
        for end in ("", "-wal", "-shm", "-journal"):
            Path(f"{path}{end}").unlink(missing_ok=True)
    return capfirst(words.tables()) if read == probe.SAMPLE else ""


def _not_writable(folder: Path, error: Exception) -> Trouble:
    return Trouble(
        _("The folder cannot be written"),
        str(error),
        _("Give it to the account that runs the desk; it must be a local disk, not a network drive:"),
        f'chown -R "$(id -un)" {folder}',
    )


def _tables(path: Path) -> set[str]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=5)) as database:
        rows = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return {str(row[0]) for row in rows}


def _contents(path: Path) -> str:
    if not is_there(path):
        return _("The file %(name)s will be made") % {"name": path.name}
    try:
        tables = _tables(path)
    except sqlite3.Error as error:
        raise CheckFailedError(
            Trouble(
                _("The file is not a database of SQLite"),
                f"{path}: {error}",
                _("Move it away, then test again:"),
                f"mv {path} {path}.old",
            )
        ) from error
    holdings.judge(tables, path.name)
    return words.holds("UTF-8", is_empty=not tables, is_desk=tables >= holdings.SIGN)
