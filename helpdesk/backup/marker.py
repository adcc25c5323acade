"""A table that says: this database is half restored. It is there from the first change to the last."""

from django.db import connection

from helpdesk.backup.errors import BackupError

TABLE = "helpdesk_restore"


def is_there() -> bool:
    """True while a restore is under way, and after one that was interrupted."""
    return TABLE in connection.introspection.table_names()


def put(what: str) -> None:
    with connection.cursor() as cursor:
        if not is_there():
            cursor.execute(f"CREATE TABLE {TABLE} (what varchar(255) NOT NULL)")
        cursor.execute(f"DELETE FROM {TABLE}")  # noqa: S608 - a name of ours
        cursor.execute(f"INSERT INTO {TABLE} (what) VALUES (%s)", [what[:255]])  # noqa: S608


def remove() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {TABLE}")


def require_whole() -> None:
    """For who starts the desk. Raises BackupError while the database is half restored."""
    if is_there():
        raise BackupError(
            "This database is half restored: a restore is under way or was interrupted."
            " Run `manage.py restore FILE` again until it says that the desk is restored."
        )
