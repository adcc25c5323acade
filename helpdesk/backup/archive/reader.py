"""Reading an archive that may come from anywhere: only what we write is in it, and no more than it says."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from helpdesk.backup import keys
from helpdesk.backup.archive import names
from helpdesk.backup.archive.source import Source
from helpdesk.backup.errors import DamagedError
from helpdesk.backup.manifest import Manifest, TablePart

MANIFEST_BYTES = 32 * 1024 * 1024
SMALL_BYTES = 4096


class Archive:
    """An opened backup. Raises DamagedError when it is none."""

    def __init__(self, path: Path) -> None:
        try:
            self._zip = ZipFile(path)
        except (BadZipFile, NotImplementedError, ValueError) as error:
            raise DamagedError(f"{path} is no backup: {error}") from error
        try:
            self.raw = self._small(names.MANIFEST, MANIFEST_BYTES)
            self.manifest = Manifest.from_bytes(self.raw)
            self._check_members()
        except BaseException:
            self._zip.close()
            raise

    def _check_members(self) -> None:
        found = [info.filename for info in self._zip.infolist()]
        expected = {names.MANIFEST, names.SEAL, names.FILES}
        expected |= {names.of_table(part.name) for part in self.manifest.tables}
        if self.manifest.keys.included:
            expected |= {names.of_key(name) for name in keys.NAMES}
        if len(found) != len(expected) or set(found) != expected:
            raise DamagedError("The backup does not hold exactly what its table of contents says.")
        if any(info.compress_type not in {ZIP_STORED, ZIP_DEFLATED} for info in self._zip.infolist()):
            raise DamagedError("The backup is packed in a way that no backup is.")

    def _small(self, name: str, limit: int) -> bytes:
        try:
            size = self._zip.getinfo(name).file_size
        except KeyError as error:
            raise DamagedError(f"This is no backup of a help desk: it has no {name}.") from error
        if size > limit:
            raise DamagedError(f"{name} is too long.")
        with self.source(name, size) as source:
            return source.read(limit)

    @contextmanager
    def source(self, name: str, size: int) -> Iterator[Source]:
        """A member, of which at most `size` bytes are read."""
        try:
            member = self._zip.open(name)
        except (BadZipFile, RuntimeError, NotImplementedError) as error:
            raise DamagedError(f"{name} cannot be opened: {error}") from error
        with member:
            yield Source(name, member, size=size)

    def lines(self, part: TablePart) -> Iterator[bytes]:
        """The rows of a table; their number and hash are checked at the end."""
        rows = 0
        with self.source(names.of_table(part.name), part.bytes) as source:
            while line := source.line():
                rows += 1
                yield line
            source.finish(part.sha256)
        if rows != part.rows:
            raise DamagedError(f"{part.name} has {rows} rows; {part.rows} were announced.")

    def key(self, name: str) -> str:
        return self._small(names.of_key(name), SMALL_BYTES).decode()

    @property
    def seal(self) -> str:
        return self._small(names.SEAL, SMALL_BYTES).decode("ascii", "replace")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()
