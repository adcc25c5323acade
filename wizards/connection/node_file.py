"""The settings file of a node, `node.env`: one NAME=value a line, for the account of the desk alone.

Read by the settings themselves, so nothing here may need Django.
"""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

NAME = "node.env"
_HEAD = "# Settings of this server, written by the desk. The environment and ENV_FILE come before them.\n"


def read(path: Path) -> dict[str, str]:
    """What stands in the file; empty when there is none."""
    try:
        lines = path.read_text().splitlines()
    except FileNotFoundError:
        return {}
    found = {}
    for line in lines:
        name, equals, value = line.strip().partition("=")
        if equals and not name.startswith("#"):
            found[name.strip()] = _bare(value.strip())
    return found


def _bare(value: str) -> str:
    is_quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "'\""
    return value[1:-1] if is_quoted else value


def write(path: Path, values: Mapping[str, str]) -> None:
    """Changes these values and keeps the others. By rename: a reader sees the old file or the new one, whole.

    Raises OSError.
    """
    known = {**read(path), **values}
    text = _HEAD + "".join(f"{name}={value}\n" for name, value in known.items())
    put(path, text)


def put(path: Path, text: str) -> None:
    """A file with this text, for its owner alone (0600), by rename. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    try:
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(handle, "w") as stream:  # noqa: PTH123 - a descriptor, so that the mode holds from the start
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
