"""The number that the next row gets: it goes on behind rows that were deleted, too."""

from django.db.backends.base.base import BaseDatabaseWrapper

from helpdesk.backup.tables import Table


def last_id(connection: BaseDatabaseWrapper, table: Table) -> int:
    """The highest id that the table ever gave, 0 when it gives none."""
    if table.columns[0].kind != "int":
        return 0
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT MAX({quote(table.key)}) FROM {quote(table.name)}")  # noqa: S608
        highest = int(cursor.fetchone()[0] or 0)
        return max(highest, _given(connection.vendor, cursor, table))


def _given(vendor: str, cursor: object, table: Table) -> int:
    execute, fetchone = cursor.execute, cursor.fetchone  # type: ignore[attr-defined]  # Django's cursor wrapper
    if vendor == "sqlite":
        execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table.name])
    elif vendor == "mysql":
        execute(
            "SELECT AUTO_INCREMENT - 1 FROM information_schema.tables"
            " WHERE table_schema = DATABASE() AND table_name = %s",
            [table.name],
        )
    else:
        execute("SELECT pg_get_serial_sequence(%s, %s)", [f'"{table.name}"', table.key])
        name = fetchone()[0]
        if not name:
            return 0
        execute(f"SELECT last_value FROM {name} WHERE is_called")  # noqa: S608 - from the catalogue
    row = fetchone()
    return int(row[0] or 0) if row else 0


def go_on_from(connection: BaseDatabaseWrapper, table: Table, last: int) -> None:
    """The next row of the table gets `last` + 1 or more."""
    if last < 1 or table.columns[0].kind != "int":
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [f'"{table.name}"', table.key])
            name = cursor.fetchone()[0]
            if name:
                cursor.execute("SELECT setval(%s, %s)", [name, last])
        elif connection.vendor == "mysql":
            quoted = connection.ops.quote_name(table.name)
            cursor.execute(f"ALTER TABLE {quoted} AUTO_INCREMENT = {int(last) + 1}")
        else:
            _sqlite(cursor, table.name, last)


def _sqlite(cursor: object, name: str, last: int) -> None:
    execute = cursor.execute  # type: ignore[attr-defined]  # Django's cursor wrapper
    execute("UPDATE sqlite_sequence SET seq = MAX(seq, %s) WHERE name = %s", [last, name])
    execute(
        "INSERT INTO sqlite_sequence (name, seq) SELECT %s, %s"
        " WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = %s)",
        [name, last, name],
    )
