"""Reading a backup from end to end: is it whole, and is it ours?"""

import hmac
from pathlib import Path

from common import secrets
from helpdesk.backup import blobs, keys
from helpdesk.backup.archive import Archive, names
from helpdesk.backup.errors import DamagedError, plain_words
from helpdesk.backup.manifest import Manifest
from helpdesk.backup.progress import Progress, Silent


def verify(path: Path, *, progress: Progress | None = None) -> Manifest:
    """Compares every table, every file and the table of contents with their hashes. Raises BackupError."""
    with plain_words(path), Archive(path) as archive:
        check(archive, progress or Silent())
        return archive.manifest


def check(archive: Archive, progress: Progress) -> None:
    """Raises DamagedError."""
    manifest = archive.manifest
    check_seal(archive)
    progress.begin("read back", manifest.rows + manifest.files.count, "item")
    for part in manifest.tables:
        for number, _line in enumerate(archive.lines(part), 1):
            if not number % 1000:
                progress.step(1000)
        progress.step(part.rows % 1000)
    count = 0
    with archive.source(names.FILES, manifest.files.bytes) as source:
        for _blob, content in blobs.unpack(source):
            for _chunk in content:
                pass
            count += 1
            progress.step()
        source.finish(manifest.files.sha256)
    if count != manifest.files.count:
        raise DamagedError(f"The backup holds {count} files; {manifest.files.count} were announced.")


def check_seal(archive: Archive) -> None:
    """Only who has the data key can tell; without it the hashes alone are compared."""
    if archive.manifest.keys.data != secrets.fingerprint():
        return
    if not hmac.compare_digest(archive.seal, keys.seal(archive.raw)):
        raise DamagedError("The table of contents was changed after the backup was made.")
