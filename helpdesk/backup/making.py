"""Making a backup while the desk is at work: one moment of the database, then the files it names."""

import os
import shutil
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper

from helpdesk.backup import blobs, keys, numbering, reading, schema
from helpdesk.backup.archive import Writer, names
from helpdesk.backup.errors import BackupError, plain_words
from helpdesk.backup.manifest import FilesPart, Manifest, TablePart
from helpdesk.backup.naturals import Names
from helpdesk.backup.progress import Progress, Silent
from helpdesk.backup.sessions import snapshot
from helpdesk.backup.tables import LEFT_OUT, Table, tables
from helpdesk.backup.verifying import verify

SPARE_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Made:
    """What came of it; `size` of the file in bytes."""

    manifest: Manifest
    size: int


def back_up(path: Path, *, with_key: bool = False, progress: Progress | None = None) -> Made:
    """Writes `path` beside itself, reads it back, and only then gives it its name. Raises BackupError."""
    progress = progress or Silent()
    part = path.with_name(f"{path.name}.part")
    if path.exists():
        raise BackupError(f"{path} is there already. A backup never replaces another one.")
    schema.require_current()
    with plain_words(part):
        try:
            _write(part, with_key, progress)
            manifest = verify(part, progress=progress)
            with part.open("rb") as file:
                os.fsync(file.fileno())
            part.rename(path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    return Made(manifest, path.stat().st_size)


def _write(part: Path, with_key: bool, progress: Progress) -> None:
    with Writer(part) as archive:
        stored = blobs.List()
        with snapshot() as source:
            _room_for_files(part, source)
            made_at = datetime.now(UTC).isoformat(timespec="seconds")
            parts = _tables(source, archive, stored, progress)
            seen = Manifest(
                made_at=made_at,
                product=str(settings.VERSION),
                database=source.display_name,
                migrations=schema.applied(source),
                tables=parts,
                files=FilesPart(0, 0, ""),
                keys=keys.present(included=with_key),
                lease_epoch=_number(source, "SELECT MAX(epoch) FROM clustering_lease"),
                documents=_documents(source),
                left_out=LEFT_OUT,
            )
        manifest = replace(seen, files=_files(archive, stored, progress))
        if with_key:
            archive.keys(keys.values())
        content = manifest.to_bytes()
        archive.contents(content, keys.seal(content))


def _tables(
    source: BaseDatabaseWrapper, archive: Writer, stored: blobs.List, progress: Progress
) -> list[TablePart]:
    wanted, translate = tables(), Names(source)
    progress.begin("rows", sum(reading.count(source, table) for table in wanted), "row")
    return [_table(source, table, archive, stored, translate, progress) for table in wanted]


def _table(
    source: BaseDatabaseWrapper,
    table: Table,
    archive: Writer,
    stored: blobs.List,
    translate: Names,
    progress: Progress,
) -> TablePart:
    rows = 0
    with archive.member(names.of_table(table.name)) as sink:
        for line in reading.lines(source, table, translate):
            sink.write(line)
            rows += 1
            if not rows % 1000:
                progress.step(1000)
    progress.step(rows % 1000)
    if table.name == "common_blob":
        _note(source, stored)
    columns = [[column.name, column.kind, column.places] for column in table.columns]
    last = numbering.last_id(source, table)
    return TablePart(table.name, columns, rows, sink.bytes, sink.sha256, last)


def _note(source: BaseDatabaseWrapper, stored: blobs.List) -> None:
    """The files that the rows of this moment name. Files are only ever added, so they can wait."""
    after = 0
    while True:
        with source.cursor() as cursor:
            cursor.execute(
                "SELECT id, sha256, size FROM common_blob WHERE id > %s ORDER BY id LIMIT 5000", [after]
            )
            rows = cursor.fetchall()
        if not rows:
            return
        for _id, sha256, size in rows:
            stored.add(sha256, size)
        after = rows[-1][0]


def _files(archive: Writer, stored: blobs.List, progress: Progress) -> FilesPart:
    progress.begin("files", stored.count, "file")
    missing: list[str] = []
    with archive.member(names.FILES) as sink:
        for blob in stored:
            if not blobs.pack(blob, sink):
                missing.append(blob.sha256)
            progress.step()
    return FilesPart(stored.count - len(missing), sink.bytes, sink.sha256, missing)


def _room_for_files(part: Path, source: BaseDatabaseWrapper) -> None:
    """Attachments hardly shrink: what they take must be free before anything is written."""
    needed = _number(source, "SELECT SUM(size) FROM common_blob") // 2 + SPARE_BYTES
    free = shutil.disk_usage(part.parent).free
    if free < needed:
        raise BackupError(
            f"There is too little room in {part.parent}: {free // 2**20} MB are free,"
            f" at least {needed // 2**20} MB are needed."
        )


def _documents(source: BaseDatabaseWrapper) -> dict[str, int]:
    with source.cursor() as cursor:
        cursor.execute("SELECT kind, COUNT(*) FROM common_searchdocument GROUP BY kind ORDER BY kind")
        return {str(kind): int(count) for kind, count in cursor.fetchall()}


def _number(source: BaseDatabaseWrapper, sql: str) -> int:
    with source.cursor() as cursor:
        cursor.execute(sql)
        return int(cursor.fetchone()[0] or 0)
