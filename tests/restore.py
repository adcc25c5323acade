"""Puts the rows of a fresh installation back after a test that committed for real.

Django's own flush would also delete what migrations made (the queue's user, the standard roles), and knows
nothing of search tables. SQLite gets its template file again; on the servers only tables that
hold rows are emptied, and the few rows of a fresh installation are written back.
"""

from pathlib import Path

from django.db import connection

from tests import database

Columns = list[str]
_snapshot: dict[str, tuple[Columns, str]] = {}


def _tables() -> list[str]:
    return [name for name in connection.introspection.table_names() if name != "django_migrations"]


def _filled(tables: list[str]) -> list[str]:
    quote = connection.ops.quote_name
    query = " UNION ALL ".join(f"(SELECT '{name}' FROM {quote(name)} LIMIT 1)" for name in tables)
    with connection.cursor() as cursor:
        cursor.execute(query)
        return [str(row[0]) for row in cursor.fetchall()]


def _insertable(table: str) -> Columns:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND table_schema ="
            + (" current_schema()" if connection.vendor == "postgresql" else " DATABASE()")
            + " AND COALESCE(generation_expression, '') = '' ORDER BY ordinal_position",
            [table],
        )
        return [str(row[0]) for row in cursor.fetchall()]


def remember() -> None:
    """Note which rows a fresh installation has; called once, on the untouched database."""
    if connection.vendor == "sqlite":
        return
    for table in _filled(_tables()):
        rows = ""
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT json_agg(t)::text FROM {connection.ops.quote_name(table)} t")
                rows = str(cursor.fetchone()[0])
        _snapshot[table] = (_insertable(table), rows)


def restore() -> None:
    """Bring the database of this worker back to the state of a fresh installation."""
    if connection.vendor == "sqlite":
        connection.close()
        database.copy_sqlite(
            Path(database.template()), database.run_dir() / f"desk_{database.worker()}.sqlite3"
        )
    elif connection.vendor == "postgresql":
        _restore_postgres()
    else:
        _restore_mariadb()


def _restore_postgres() -> None:
    quote = connection.ops.quote_name
    filled = _filled(_tables())
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # no triggers, no foreign keys
        for table in filled:
            cursor.execute(f"DELETE FROM {quote(table)}")
        for table, (columns, rows) in _snapshot.items():
            names = ", ".join(map(quote, columns))
            source = f"json_populate_recordset(NULL::{quote(table)}, %s::json)"
            cursor.execute(f"INSERT INTO {quote(table)} ({names}) SELECT {names} FROM {source}", [rows])
        cursor.execute("SET session_replication_role = DEFAULT")


def _restore_mariadb() -> None:
    quote = connection.ops.quote_name
    filled = _filled(_tables())
    with connection.cursor() as cursor:
        cursor.execute("SET foreign_key_checks = 0")
        for table in filled:
            cursor.execute(f"DELETE FROM {quote(table)}")
        for table, (columns, _) in _snapshot.items():
            names = ", ".join(map(quote, columns))
            source = f"{quote(database.TEMPLATE)}.{quote(table)}"
            cursor.execute(f"INSERT INTO {quote(table)} ({names}) SELECT {names} FROM {source}")
        cursor.execute("SET foreign_key_checks = 1")
