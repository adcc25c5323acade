"""The rows of a table in the order of their key, page by page: memory does not grow with the table."""

from collections.abc import Iterator
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from helpdesk.backup import encoding
from helpdesk.backup.naturals import Names
from helpdesk.backup.tables import Table

PAGE_BYTES = 4 * 1024 * 1024
MOST_ROWS, FIRST_ROWS = 5000, 200


def count(connection: BaseDatabaseWrapper, table: Table) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table.name)}")  # noqa: S608
        return int(cursor.fetchone()[0])


def lines(connection: BaseDatabaseWrapper, table: Table, names: Names) -> Iterator[bytes]:
    """Every row as its line in the file."""
    changed = encoding.encoders(table.columns, names)
    last, size = None, FIRST_ROWS
    while rows := _page(connection, table, last, size):
        last, told = rows[-1][0], 0
        for row in rows:
            text = encoding.line(row, changed)
            told += len(text)
            yield text
        if len(rows) < size:
            return
        size = max(1, min(MOST_ROWS, size * 4, len(rows) * PAGE_BYTES // max(told, 1)))


def _page(
    connection: BaseDatabaseWrapper, table: Table, after: Any | None, size: int
) -> list[tuple[Any, ...]]:
    quote = connection.ops.quote_name
    columns, key = ", ".join(quote(column.name) for column in table.columns), quote(table.key)
    where = "" if after is None else f" WHERE {key} > %s"
    # names are quoted and stand in the catalogue; values are parameters
    sql = f"SELECT {columns} FROM {quote(table.name)}{where} ORDER BY {key} LIMIT {int(size)}"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [] if after is None else [after])
        return list(cursor.fetchall())
