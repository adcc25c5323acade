"""Writing: everything streams through, nothing is held."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO, Self
from zipfile import ZIP_DEFLATED, ZipFile

from helpdesk.backup.archive import names

_BUFFER = 256 * 1024


class Sink:
    """One member while it is written: counts and hashes what goes in."""

    def __init__(self, member: IO[bytes]) -> None:
        self._member, self._hash, self._waiting = member, hashlib.sha256(), bytearray()
        self.bytes = 0

    def write(self, content: bytes) -> None:
        self._waiting += content
        if len(self._waiting) >= _BUFFER:
            self.flush()

    def flush(self) -> None:
        self._hash.update(self._waiting)
        self.bytes += len(self._waiting)
        self._member.write(self._waiting)
        self._waiting.clear()

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()


class Writer:
    """A new archive, readable by its owner alone: it holds what people wrote."""

    def __init__(self, path: Path) -> None:
        path.touch(mode=0o600)
        path.chmod(0o600)
        self._file = path.open("wb")
        # fast: text shrinks to a fifth also so, and attachments hardly shrink at all
        self._zip = ZipFile(self._file, "w", ZIP_DEFLATED, allowZip64=True, compresslevel=1)

    @contextmanager
    def member(self, name: str) -> Iterator[Sink]:
        """Gives a sink whose figures are right once the block has ended."""
        with self._zip.open(name, "w", force_zip64=True) as member:
            sink = Sink(member)
            yield sink
            sink.flush()

    def keys(self, values: dict[str, str]) -> None:
        for name, value in values.items():
            self._zip.writestr(names.of_key(name), value)

    def contents(self, manifest: bytes, seal: str) -> None:
        """The last thing that is written."""
        self._zip.writestr(names.MANIFEST, manifest)
        self._zip.writestr(names.SEAL, seal)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self._zip.close()
            self._file.flush()
        else:
            self._zip.fp = None  # it has nothing to end any more
        self._file.close()
