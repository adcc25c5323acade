"""Restoring: an empty database and the storage become the desk of the backup, or say that they did not."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection

from common import secrets
from helpdesk.backup import blobs, finishing, keys, marker, numbering, schema, storing, target, unlocking
from helpdesk.backup.archive import Archive, names
from helpdesk.backup.errors import BackupError, plain_words
from helpdesk.backup.load import Changes, load, without_constraints
from helpdesk.backup.load.loading import check_columns
from helpdesk.backup.manifest import Manifest
from helpdesk.backup.naturals import Names
from helpdesk.backup.progress import Progress, Silent
from helpdesk.backup.sessions import lift_limits
from helpdesk.backup.verifying import check


@dataclass(frozen=True, slots=True)
class Restored:
    """What was done; `changes` counts what could not be written as it stood."""

    manifest: Manifest
    rows: int
    documents: int
    changes: Changes
    links_broken: bool


def restore(
    path: Path, *, with_key: bool = False, without_secrets: bool = False, progress: Progress | None = None
) -> Restored:
    """Checks everything first, then writes. Interrupted anywhere, it is run again. Raises BackupError."""
    progress = progress or Silent()
    with plain_words(path), Archive(path) as archive:
        manifest = archive.manifest
        check(archive, progress)
        schema.require_known(manifest.migrations)
        finishing.require_indexers(manifest.documents)
        target.require_empty()
        storing.require_room(manifest.files.bytes)
        empties = unlocking.unlock(archive, with_key=with_key, without_secrets=without_secrets)
        changes = Changes(vendor=connection.vendor, without_secrets=empties)
        marker.put(f"{path.name} of {manifest.made_at}")
        _make_tables(manifest, progress)
        rows = _load(archive, changes, progress)
        _store(archive, progress)
        schema.bring_up_to_date()
        finishing.new_lease(manifest.lease_epoch)
        finishing.new_database_id()
        documents = finishing.index(progress)
        marker.remove()
    return Restored(manifest, rows, documents, changes, links_broken(manifest))


def links_broken(manifest: Manifest) -> bool:
    """Sign-ins and links that the old desk signed are not valid here."""
    return manifest.keys.secret != keys.fingerprint_of_secret_key() or (
        manifest.keys.data != secrets.fingerprint()
    )


def _make_tables(manifest: Manifest, progress: Progress) -> None:
    lift_limits(connection)
    target.wipe()
    progress.begin("tables", sum(map(len, manifest.migrations.values())), "migration")

    def told(action: str, *_more: object) -> None:
        if action == "apply_success":
            progress.step()

    schema.make(manifest.migrations, told)


def _load(archive: Archive, changes: Changes, progress: Progress) -> int:
    """All tables, with foreign keys away until the last row is there."""
    manifest, translate = archive.manifest, Names(connection)
    for part in manifest.tables:
        check_columns(part)
    progress.begin("rows", manifest.rows, "row")
    rows = 0
    with without_constraints():
        for part in manifest.tables:
            lines = archive.lines(part)
            rows += load(part, lines, names=translate, changes=changes, step=progress.step)
            numbering.go_on_from(connection, part.table, part.last_id)
    return rows


def _store(archive: Archive, progress: Progress) -> None:
    files = archive.manifest.files
    progress.begin("files", files.count, "file")
    with archive.source(names.FILES, files.bytes) as source:
        count = storing.store_all(blobs.unpack(source), progress.step)
        source.finish(files.sha256)
    if count != files.count:
        raise BackupError(f"{count} files were stored in {settings.STORAGE_URL}, not {files.count}.")
