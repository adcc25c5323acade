"""The licensor's folder: a pair of keys, and a small database of what was sold and where it is active.

It has nothing to do with a desk's database: a licensor is another machine, or another company.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from licensing.papers.licensors import public_text
from licensing.papers.signed import decode, encode

PRIVATE_PREFIX = "ed25519-private:"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS keys (
    id TEXT PRIMARY KEY, serial INTEGER UNIQUE NOT NULL, text TEXT NOT NULL, customer TEXT NOT NULL,
    edition TEXT NOT NULL, agents INTEGER NOT NULL, places INTEGER NOT NULL, issued_at TEXT NOT NULL,
    revoked_at TEXT, revoked_why TEXT NOT NULL DEFAULT '');
CREATE TABLE IF NOT EXISTS activations (
    id TEXT PRIMARY KEY, key_id TEXT NOT NULL REFERENCES keys(id),
    database TEXT NOT NULL, server TEXT NOT NULL,
    version TEXT NOT NULL, first_at TEXT NOT NULL, last_at TEXT NOT NULL, released_at TEXT);
CREATE INDEX IF NOT EXISTS activations_of_key ON activations (key_id);
"""


class FolderError(Exception):
    """The folder cannot be used as it is; the message says why."""


class Folder:
    """`Folder.make(path)` makes a new one, `Folder(path)` opens it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            text = (path / "private.key").read_text().strip()
        except OSError as error:
            raise FolderError(f"There is no private key in {path}: `licensor keypair` makes one.") from error
        self.private = Ed25519PrivateKey.from_private_bytes(decode(text.removeprefix(PRIVATE_PREFIX)))
        with closing(sqlite3.connect(self._file)) as database:
            database.executescript(_SCHEMA)
        self._file.chmod(0o600)

    @classmethod
    def make(cls, path: Path) -> "Folder":
        """A new pair of keys. Raises FolderError when there is one: it would make all sold keys foreign."""
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
        private, file = Ed25519PrivateKey.generate(), path / "private.key"
        try:
            file.touch(mode=0o600, exist_ok=False)
        except FileExistsError as error:
            raise FolderError(f"{file} exists already.") from error
        file.write_text(f"{PRIVATE_PREFIX}{encode(private.private_bytes_raw())}\n")
        (path / "public.key").write_text(f"{public_text(private.public_key())}\n")
        return cls(path)

    @property
    def _file(self) -> Path:
        return self.path / "licensor.sqlite3"

    @property
    def public_file(self) -> Path:
        """What LICENSOR_KEYS of the desks names."""
        return self.path / "public.key"

    @property
    def public(self) -> str:
        return public_text(self.private.public_key())

    @contextmanager
    def rows(self) -> Iterator[sqlite3.Connection]:
        """One change: written whole or not at all, one after another."""
        with closing(sqlite3.connect(self._file, timeout=20, isolation_level=None)) as database:
            database.row_factory = sqlite3.Row
            database.execute("BEGIN IMMEDIATE")
            try:
                yield database
            except BaseException:
                database.execute("ROLLBACK")
                raise
            database.execute("COMMIT")
