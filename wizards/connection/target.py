"""A database as the wizard knows it: engine, place, account. And as a DATABASE_URL."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from common.database import query
from wizards.connection.engines import ENGINES, MYSQL, POSTGRESQL, SQLITE, Engine

SQLITE_FILE = "helpdesk.sqlite3"


@dataclass(frozen=True, slots=True)
class Target:
    """`name` is the database's; of SQLite the full path of its file. `options`: the query of its URL."""

    engine: Engine
    name: str
    host: str = ""
    port: int = 0
    user: str = ""
    password: str = field(default="", repr=False)
    options: Mapping[str, str] = field(default_factory=dict)

    @property
    def place(self) -> str:
        """For people: the engine and where it is, without the account."""
        return f"{self.engine.label} · {self.host}" if self.engine.is_server else self.engine.label

    @property
    def address(self) -> str:
        """The host to connect to. The driver of MySQL takes the name "localhost" for a socket file."""
        return "127.0.0.1" if self.engine.scheme == "mysql" and self.host == "localhost" else self.host

    @property
    def url(self) -> str:
        """For DATABASE_URL. All but letters, digits and ._~- is escaped, so any password survives."""
        if not self.engine.is_server:
            return f"{self.engine.scheme}:///{quote(self.name)}"
        account = _escaped(self.user) + (f":{_escaped(self.password)}" if self.password else "")
        host = f"[{self.address}]" if ":" in self.address else self.address
        address = f"{self.engine.scheme}://{account}@{host}:{self.port}/{_escaped(self.name)}"
        return address + query.text(self.options)


def _escaped(text: str) -> str:
    return quote(text, safe="")


def sqlite_in(folder: Path) -> Target:
    """The SQLite database of a desk that keeps its files in this folder."""
    return Target(SQLITE, str(folder / SQLITE_FILE))


def from_settings(config: dict[str, Any]) -> Target:
    """The database of these settings (a value of DATABASES)."""
    engine = {"postgresql": POSTGRESQL, "mysql": MYSQL}.get(query.kind(config), SQLITE)
    return Target(
        engine,
        str(config["NAME"]),
        str(config.get("HOST") or ("localhost" if engine.is_server else "")),
        int(config.get("PORT") or engine.port),
        str(config.get("USER") or ""),
        str(config.get("PASSWORD") or ""),
        query.given(config),
    )


def engine_of(key: str) -> Engine:
    """The engine with this key. Raises KeyError."""
    return ENGINES[key]
