"""A member while it is read: never more than was announced, and its hash at the end."""

import hashlib
import zlib
from collections.abc import Callable
from io import BufferedReader
from typing import IO, cast
from zipfile import BadZipFile

from helpdesk.backup.errors import DamagedError

LINE_BYTES = 256 * 1024 * 1024
_BUFFER = 1024 * 1024
_BROKEN = (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)


class Source:
    """Reads lines and stretches of bytes. Raises DamagedError."""

    def __init__(self, name: str, member: IO[bytes], *, size: int) -> None:
        self._name, self._left, self._hash = name, size, hashlib.sha256()
        self._reader = BufferedReader(cast("BufferedReader", member), _BUFFER)

    def line(self) -> bytes:
        """The next line, empty at the end."""
        return self._noted(lambda: self._reader.readline(min(self._left, LINE_BYTES) + 1))

    def read(self, size: int) -> bytes:
        """So many bytes, fewer only at the end."""
        return self._noted(lambda: self._reader.read(size))

    def finish(self, sha256: str) -> None:
        """What was read is all there is, and has this hash."""
        if self._left or self.read(1) or self._hash.hexdigest() != sha256:
            raise DamagedError(f"{self._name} is not what was written: its hash differs.")

    def _noted(self, read: Callable[[], bytes]) -> bytes:
        try:
            content = read()
        except _BROKEN as error:
            raise DamagedError(f"{self._name} cannot be unpacked: {error}") from error
        self._left -= len(content)
        if self._left < 0 or len(content) > LINE_BYTES:
            raise DamagedError(f"{self._name} is longer than the table of contents says.")
        self._hash.update(content)
        return content
