"""The quickest way in that each database has."""

from collections.abc import Sequence
from typing import Any, cast

from django.db import connection, transaction
from psycopg import Cursor

from helpdesk.backup.tables import Table

Values = list[Any]


def write(table: Table, rows: Sequence[Values]) -> None:
    """Inserts the rows in a transaction of their own."""
    quote = connection.ops.quote_name
    names = ", ".join(quote(column.name) for column in table.columns)
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            _copy(cast("Cursor[Any]", cursor.cursor), f"COPY {quote(table.name)} ({names}) FROM STDIN", rows)
            return
        marks = ", ".join(["%s"] * len(table.columns))
        sql = f"INSERT INTO {quote(table.name)} ({names}) VALUES ({marks})"  # noqa: S608 - quoted names
        cursor.executemany(sql, rows)


def empty(table: Table) -> None:
    """Takes away what migrations put there."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {connection.ops.quote_name(table.name)}")  # noqa: S608 - a quoted name


def _copy(cursor: "Cursor[Any]", sql: str, rows: Sequence[Values]) -> None:
    with connection.wrap_database_errors, cursor.copy(sql.encode()) as copy:
        for row in rows:
            copy.write_row(row)
