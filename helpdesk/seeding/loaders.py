"""Bulk loading: COPY on PostgreSQL, prepared multi-row inserts on the others, behind one interface."""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import cache
from typing import Any, Protocol

from django.db import connection, models
from psycopg import sql

from helpdesk.seeding.tables import Batch, Row, Table

Convert = Callable[[Any], Any]
_SET_SEQUENCE = sql.SQL(
    "SELECT setval(pg_get_serial_sequence({}, 'id'), max(id)) FROM {} HAVING max(id) IS NOT NULL"
)


class Loader(Protocol):
    """Writes rows that have all their columns, ids too, in the current transaction."""

    def begin(self) -> None:
        """Once in each transaction, before the first row."""
        ...

    def load(self, table: Table, rows: list[Row]) -> None: ...

    def finish(self, tables: Iterable[Table]) -> None:
        """Afterwards the database goes on counting behind the highest id."""
        ...


class Copy:
    """PostgreSQL's COPY; its sequences do not see given ids and are set afterwards."""

    def begin(self) -> None:
        # What a crash of the server takes with it is seeded again; nobody was told that it is there.
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit = off")
            if _is_superuser():  # the rows refer to each other and to what was read: no look-up a reference
                cursor.execute("SET LOCAL session_replication_role = replica")

    def load(self, table: Table, rows: list[Row]) -> None:
        columns = sql.SQL(", ").join([sql.Identifier(name) for name in table.columns])
        statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table.name), columns)
        with connection.cursor() as cursor, cursor.copy(statement) as copy:
            for values in _values(table, rows, time=lambda value: value):
                copy.write_row(values)

    def finish(self, tables: Iterable[Table]) -> None:
        with connection.cursor() as cursor:
            for table in tables:
                cursor.execute(_SET_SEQUENCE.format(sql.Literal(table.name), sql.Identifier(table.name)))


class Inserts:
    """One prepared statement a table. SQLite and MySQL count on from the highest id by themselves."""

    def begin(self) -> None:
        return

    def load(self, table: Table, rows: list[Row]) -> None:
        quote = connection.ops.quote_name
        names = ", ".join(quote(name) for name in table.columns)
        marks = ", ".join(["%s"] * len(table.columns))
        statement = f"INSERT INTO {quote(table.name)} ({names}) VALUES ({marks})"  # noqa: S608  # columns of ours
        with connection.cursor() as cursor:
            cursor.executemany(statement, list(_values(table, rows, time=_time)))

    def finish(self, tables: Iterable[Table]) -> None:
        return


@cache
def _is_superuser() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('is_superuser') = 'on'")
        return bool(cursor.fetchone()[0])


def loader() -> Loader:
    """The one of this database."""
    return Copy() if connection.vendor == "postgresql" else Inserts()


def load(batch: Batch) -> None:
    """Writes a numbered batch; a story adds what is referred to before what refers to it."""
    way = loader()
    way.begin()
    for table, rows in batch.rows.items():
        way.load(table, rows)


def _time(value: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(value)


def _values(table: Table, rows: list[Row], *, time: Convert) -> Iterator[list[Any]]:
    """The columns' values in order, as the driver wants them."""
    converters = [(index, _converter(field, time)) for index, field in enumerate(table.fields)]
    special = [(index, convert) for index, convert in converters if convert is not None]
    names = table.names
    for row in rows:
        values = [row[name] for name in names]
        for index, convert in special:
            if values[index] is not None:
                values[index] = convert(values[index])
        yield values


def _json(value: Any) -> str:
    return json.dumps(value) if value else "[]" if isinstance(value, list) else "{}"


def _converter(field: Any, time: Convert) -> Convert | None:
    if isinstance(field, models.JSONField):
        return _json
    return time if isinstance(field, models.DateTimeField) else None
