"""Stored files in a backup: one after the other, each behind a line with its hash and its length."""

import hashlib
import re
from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import BinaryIO

from common import files
from common.models import Blob
from helpdesk.backup.archive.source import Source
from helpdesk.backup.archive.writer import Sink
from helpdesk.backup.errors import DamagedError

CHUNK = 1024 * 1024
HEAD_BYTES = 100
_HEAD = re.compile(rb"([0-9a-f]{64}) ([0-9]{1,15})\n")


class List:
    """Hashes and lengths of the files that the rows name, on disk when there are many."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(max_size=8 * CHUNK)  # noqa: SIM115 - ends with the object
        self.count = self.bytes = 0

    def add(self, sha256: str, size: int) -> None:
        self._file.write(f"{sha256} {size}\n".encode())
        self.count, self.bytes = self.count + 1, self.bytes + size

    def __iter__(self) -> Iterator[Blob]:
        self._file.seek(0)
        for line in self._file:
            sha256, size = line.decode().split()
            yield Blob(sha256=sha256, size=int(size))


def pack(blob: Blob, sink: Sink) -> bool:
    """Copies a file into the backup. False when it is not there, or is another one than its row says."""
    try:
        with files.open_blob(blob) as file:
            if _is_right(blob, file):
                file.seek(0)
                sink.write(f"{blob.sha256} {blob.size}\n".encode())
                while chunk := file.read(CHUNK):
                    sink.write(chunk)
                return True
    except FileNotFoundError:
        pass
    return False


def _is_right(blob: Blob, file: BinaryIO) -> bool:
    digest, size = hashlib.sha256(), 0
    while chunk := file.read(CHUNK):
        digest.update(chunk)
        size += len(chunk)
    return (digest.hexdigest(), size) == (blob.sha256, blob.size)


def unpack(source: Source) -> Iterator[tuple[Blob, Iterator[bytes]]]:
    """Every file with its content, which must be read to its end. Raises DamagedError."""
    while head := source.line():
        match = _HEAD.fullmatch(head)
        if match is None:
            raise DamagedError("The files of this backup cannot be told apart.")
        blob = Blob(sha256=match[1].decode(), size=int(match[2]))
        yield blob, _content(blob, source)


def _content(blob: Blob, source: Source) -> Iterator[bytes]:
    digest, left = hashlib.sha256(), blob.size
    while left and (chunk := source.read(min(CHUNK, left))):
        digest.update(chunk)
        left -= len(chunk)
        yield chunk
    if left or digest.hexdigest() != blob.sha256:
        raise DamagedError(f"The file {blob.sha256} is not what was written.")
