"""Files of a backup into the desk's storage, each by its hash."""

import hashlib
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from django.core.files import File
from django.core.files.storage import FileSystemStorage, default_storage

from common.models import Blob
from helpdesk.backup.blobs import CHUNK
from helpdesk.backup.errors import BackupError


def store_all(found: Iterable[tuple[Blob, Iterator[bytes]]], step: Callable[[], object]) -> int:
    """Stores what is not there yet; returns how many files there were. Raises BackupError."""
    count = 0
    for blob, content in found:
        with TemporaryFile() as file:
            for chunk in content:
                file.write(chunk)
            _store(blob, file)
        count += 1
        step()
    return count


def _store(blob: Blob, file: IO[bytes]) -> None:
    if default_storage.exists(blob.path):
        if _hash(blob.path) == blob.sha256:
            return
        default_storage.delete(blob.path)
    file.seek(0)
    name = default_storage.save(blob.path, File(file))
    if name != blob.path or _hash(blob.path) != blob.sha256:
        raise BackupError(f"The storage did not keep the file {blob.sha256}.")


def _hash(path: str) -> str:
    digest = hashlib.sha256()
    with default_storage.open(path, "rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def require_room(size: int) -> None:
    """For a storage that is a folder. Raises BackupError."""
    if not isinstance(default_storage, FileSystemStorage):
        return
    folder = Path(default_storage.location)
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    if free < size:
        raise BackupError(f"{folder} has {free // 2**20} MB left; the files take {size // 2**20} MB.")
