"""One table after the other: from the file into the database, and read back from there."""

import hashlib
import json
from collections.abc import Callable, Iterable

from django.db import DatabaseError, connection

from helpdesk.backup import decoding, reading
from helpdesk.backup.errors import BackupError, DamagedError
from helpdesk.backup.load import writing
from helpdesk.backup.load.changing import Changes
from helpdesk.backup.manifest import TablePart
from helpdesk.backup.naturals import Names
from helpdesk.backup.tables import Table

BATCH_ROWS, BATCH_BYTES = 2000, 2 * 1024 * 1024
_line = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Sum:
    """How many rows, and the sum of their hashes: the same in whatever order they come."""

    def __init__(self) -> None:
        self.rows = self.total = 0

    def add(self, line: bytes) -> None:
        self.rows += 1
        self.total += int.from_bytes(hashlib.sha256(line).digest()[:16], "big")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sum) and (self.rows, self.total) == (other.rows, other.total)

    __hash__ = None  # type: ignore[assignment]  # it changes


def check_columns(part: TablePart) -> None:
    """Raises BackupError when the table here is another one than in the backup."""
    with connection.cursor() as cursor:
        here = {column.name for column in connection.introspection.get_table_description(cursor, part.name)}
    there = {column.name for column in part.table.columns}
    if here != there:
        odd = ", ".join(sorted(here ^ there))
        raise BackupError(f"The table {part.name} has other columns than in the backup: {odd}.")


def load(
    part: TablePart, lines: Iterable[bytes], *, names: Names, changes: Changes, step: Callable[[int], object]
) -> int:
    """Writes all rows and compares what stands in the table then. Returns how many. Raises BackupError."""
    table = part.table
    writing.empty(table)
    try:
        written = _write(table, lines, names, changes, step)
    except DatabaseError as error:
        raise BackupError(f"{table.name}: the database does not take the rows: {error}") from error
    found = Sum()
    for line in reading.lines(connection, table, names):
        found.add(line)
    if found != written:
        raise BackupError(
            f"{table.name}: what stands in the database is not what was written"
            f" ({found.rows} of {written.rows} rows)."
        )
    return written.rows


def _write(
    table: Table, lines: Iterable[bytes], names: Names, changes: Changes, step: Callable[[int], object]
) -> Sum:
    decoders, written = decoding.decoders(table.columns, connection, names), Sum()
    batch: list[writing.Values] = []
    waiting = 0
    for number, line in enumerate(lines, 1):
        try:
            row = changes.apply(table, line)
            if row is None:
                continue
            batch.append([decode(value) for decode, value in zip(decoders, row, strict=True)])
        except (ValueError, TypeError, ArithmeticError) as error:
            raise DamagedError(f"{table.name}, row {number}: {error}") from error
        written.add((_line(row) + "\n").encode())
        waiting += len(line)
        if len(batch) >= BATCH_ROWS or waiting >= BATCH_BYTES:
            writing.write(table, batch)
            step(len(batch))
            batch, waiting = [], 0
    if batch:
        writing.write(table, batch)
        step(len(batch))
    return written
