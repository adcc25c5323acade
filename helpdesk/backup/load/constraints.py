"""Foreign keys are away while rows are loaded, in whatever order, and hold for all of them afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, IntegrityError, connection

from helpdesk.backup.errors import BackupError

_FOREIGN_KEYS = """SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid)
    FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace
    ORDER BY conname"""


@contextmanager
def without_constraints() -> Iterator[None]:
    """Raises BackupError at the end when a row points to one that is not there."""
    try:
        if connection.vendor == "postgresql":
            yield from _postgres()
        else:
            yield from _switched()
    except IntegrityError as error:
        raise BackupError(f"Rows of the backup do not fit together: {error}") from error


def _postgres() -> Iterator[None]:
    """Made anew at the end, each by one join over its table: quicker than a look per row."""
    with connection.cursor() as cursor:
        cursor.execute(_FOREIGN_KEYS)
        keys = cursor.fetchall()
        for table, name, _definition in keys:
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    yield
    with connection.cursor() as cursor:
        for table, name, definition in keys:
            cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")


def _switched() -> Iterator[None]:
    is_sqlite = connection.vendor == "sqlite"
    off, on = (
        ("PRAGMA foreign_keys = OFF", "PRAGMA foreign_keys = ON")
        if is_sqlite
        else ("SET foreign_key_checks = 0", "SET foreign_key_checks = 1")
    )
    with connection.cursor() as cursor:
        cursor.execute(off)
    try:
        yield
        connection.check_constraints()
    finally:
        try:
            with connection.cursor() as cursor:
                cursor.execute(on)
        except DatabaseError:  # the connection is gone, and with it the switch
            connection.close()
