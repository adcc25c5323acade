"""Statements of a migration that is no transaction, noted one by one.

Such a statement is done or not, never half. The note of one that changes tables is written before it, so
nobody knows of the last one noted whether it was done: it is tried again, and "it exists already" is then an
answer.
"""

import copy
import hashlib
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import Migration, RunPython

TABLE = "helpdesk_upgrade_step"
_CREATE = f"""CREATE TABLE IF NOT EXISTS {TABLE} (
    migration varchar(200) NOT NULL, position integer NOT NULL, statement varchar(64) NOT NULL,
    changes_tables integer NOT NULL, PRIMARY KEY (migration, position))"""
_CHANGES_TABLES = re.compile(r"\s*(CREATE|ALTER|DROP|RENAME|TRUNCATE)\b", re.IGNORECASE)
_MYSQL_DONE = {1005, 1022, 1050, 1051, 1054, 1060, 1061, 1068, 1091, 1146, 1826}
_POSTGRES_DONE = {"42P07", "42P01", "42701", "42703", "42704", "42710"}
_SQLITE_DONE = ("already exists", "duplicate column", "no such")


def is_done_already(error: DatabaseError) -> bool:
    """What is to be made is there, or what is to be dropped is gone."""
    if connection.vendor == "mysql":
        return bool(error.args) and error.args[0] in _MYSQL_DONE
    if connection.vendor == "postgresql":
        return getattr(error.__cause__, "sqlstate", None) in _POSTGRES_DONE
    return any(words in str(error) for words in _SQLITE_DONE)


def _ask(sql: str, params: Any = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params or None)
        return list(cursor.fetchall()) if cursor.description else []


@dataclass
class Steps:
    """What was done of one migration before, and what is being done now."""

    name: str
    migration: Migration  # as it is to be applied
    position: int = 0
    done: Counter[str] = field(default_factory=Counter)
    unsure: str = ""
    execute: Callable[..., None] = lambda *_: None

    def run(self, sql: Any, params: Any = ()) -> None:
        """In place of the schema editor's `execute`."""
        text = str(sql)
        key = hashlib.sha256(f"{text}|{params!r}".encode()).hexdigest()
        if self.done[key]:
            self.done[key] -= 1
        elif key == self.unsure:
            self._again(sql, params)
        elif _CHANGES_TABLES.match(text):
            self._note(key, changes_tables=True)
            self.execute(sql, params)
        else:
            with (
                transaction.atomic()
            ):  # past the editor, which allows none where tables cannot be rolled back
                _ask(text, params)
                self._note(key, changes_tables=False)

    def once(self, key: str, code: Callable[..., None]) -> Callable[..., None]:
        """The code of an operation, skipped when it was done before.

        Django runs it in a transaction, which has this note too, unless its migration wants none: then it
        must bear being run again.
        """

        def body(*args: Any) -> None:
            if not self.done[key]:
                code(*args)
                self._note(key, changes_tables=False)

        return body

    def _again(self, sql: Any, params: Any) -> None:
        self.unsure = ""
        try:
            self.execute(sql, params)
        except DatabaseError as error:
            if not is_done_already(error):
                raise

    def _note(self, key: str, *, changes_tables: bool) -> None:
        self.position += 1
        _ask(
            f"INSERT INTO {TABLE} VALUES (%s, %s, %s, %s)",  # noqa: S608 - our own name
            [self.name, self.position, key, int(changes_tables)],
        )

    def end(self) -> None:
        """The migration is recorded as applied."""
        _ask(f"DELETE FROM {TABLE} WHERE migration = %s", [self.name])  # noqa: S608 - our own name


def begin(editor: BaseDatabaseSchemaEditor, migration: Migration) -> Steps:
    """From now on the editor leaves out what was done before."""
    _ask(_CREATE)
    found = Steps(f"{migration.app_label}.{migration.name}", copy.copy(migration), execute=editor.execute)
    rows = _ask(
        f"SELECT position, statement, changes_tables FROM {TABLE} WHERE migration = %s ORDER BY position",  # noqa: S608
        [found.name],
    )
    if rows:
        found.position = rows[-1][0]
        if rows[-1][2]:
            found.unsure = rows.pop()[1]
    found.done = Counter(row[1] for row in rows)
    found.migration.operations = [  # type: ignore[misc]  # of this copy, as Django itself does
        _wrapped(operation, f"operation {index}", found)
        for index, operation in enumerate(migration.operations)
    ]
    editor.execute = found.run  # type: ignore[method-assign]  # for this migration only
    return found


def _wrapped(operation: Any, key: str, found: Steps) -> Any:
    if not isinstance(operation, RunPython):
        return operation
    wrapped = copy.copy(operation)
    wrapped.code = found.once(key, operation.code)
    return wrapped


def forget() -> None:
    """After the last migration the table of notes is not needed any more."""
    _ask(f"DROP TABLE IF EXISTS {TABLE}")
