"""The table of contents of a backup."""

import json
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from helpdesk.backup.columns import ALL_KINDS, Column
from helpdesk.backup.errors import DamagedError
from helpdesk.backup.tables import Table

FORMAT = 1


@dataclass(frozen=True, slots=True)
class TablePart:
    """One table: rows, bytes of text, their hash; the next row comes after `last_id`."""

    name: str
    columns: list[list[Any]]
    rows: int
    bytes: int
    sha256: str
    last_id: int

    @property
    def table(self) -> Table:
        return Table(self.name, tuple(Column(name, kind, places) for name, kind, places in self.columns))


@dataclass(frozen=True, slots=True)
class FilesPart:
    """The attachments, logos and raw mails: one after the other in one member."""

    count: int
    bytes: int
    sha256: str
    missing: list[str] = field(default_factory=list)  # a row was there, its file was not


@dataclass(frozen=True, slots=True)
class Keys:
    """Which key files belong to the desk, and whether they are in the backup."""

    included: bool
    data: str
    secret: str


@dataclass(frozen=True, slots=True)
class Manifest:
    made_at: str
    product: str
    database: str
    migrations: dict[str, list[str]]
    tables: list[TablePart]
    files: FilesPart
    keys: Keys
    lease_epoch: int
    documents: dict[str, int]  # search documents by kind: they are made anew
    left_out: dict[str, str]
    format: int = FORMAT

    @property
    def rows(self) -> int:
        return sum(part.rows for part in self.tables)

    def to_bytes(self) -> bytes:
        return json.dumps(asdict(self), indent=1, sort_keys=True).encode()

    @classmethod
    def from_bytes(cls, content: bytes) -> Self:
        """Raises DamagedError."""
        try:
            given = json.loads(content)
            if given.get("format") != FORMAT:
                raise DamagedError(f"This backup is of format {given.get('format')}; known is {FORMAT}.")
            made = cls(
                **{
                    **given,
                    "tables": [TablePart(**part) for part in given["tables"]],
                    "files": FilesPart(**given["files"]),
                    "keys": Keys(**given["keys"]),
                }
            )
            known = all(column.kind in ALL_KINDS for part in made.tables for column in part.table.columns)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise DamagedError(f"The table of contents cannot be read: {error}") from error
        if not known or len({part.name for part in made.tables}) != len(made.tables):
            raise DamagedError("The table of contents names kinds of columns or tables that cannot be.")
        return made
