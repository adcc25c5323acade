"""What a wizard that was interrupted must know when it comes back: `first-start.json`, without secrets."""

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from django.conf import settings

from wizards.connection import node_file

NAME = "first-start.json"


@dataclass(frozen=True, slots=True)
class State:
    """`stage`: "tables", to be made in the database of the node's settings file, or back at "connection"."""

    stage: str
    engine: str
    host: str = ""
    port: int = 0
    name: str = ""
    user: str = ""
    encryption: str = ""
    authority: str = ""
    is_created: bool = False
    is_desk: bool = False
    is_paused: bool = False

    @property
    def is_making_tables(self) -> bool:
        return self.stage == "tables"


def _path() -> Path:
    return Path(settings.VAR_DIR) / NAME


def load() -> State | None:
    """None when nothing was begun, or all is done."""
    try:
        found: dict[str, Any] = json.loads(_path().read_text())
        return State(**found)
    except (FileNotFoundError, ValueError, TypeError):
        return None


def save(state: State) -> None:
    """Raises OSError."""
    node_file.put(_path(), json.dumps(asdict(state), indent=1) + "\n")


def pause(*, is_paused: bool) -> None:
    """Remembers that somebody stopped it on purpose, so that a restart does not go on by itself."""
    if state := load():
        save(replace(state, is_paused=is_paused))


def go_back() -> None:
    """Another connection is to be named; what was entered is remembered, without the password."""
    if state := load():
        save(replace(state, stage="connection"))


def finish() -> None:
    """Nothing is left to do."""
    _path().unlink(missing_ok=True)
