"""Backups taken apart and put together again."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

Members = dict[str, bytes]


def manifest_of(path: Path) -> dict[str, Any]:
    with ZipFile(path) as archive:
        found: dict[str, Any] = json.loads(archive.read("manifest.json"))
        return found


def hashes(path: Path, *, without: frozenset[str] = frozenset()) -> dict[str, tuple[int, str, int]]:
    """Rows, hash and last id of each table."""
    return {
        part["name"]: (part["rows"], part["sha256"], part["last_id"])
        for part in manifest_of(path)["tables"]
        if part["name"] not in without
    }


def rewritten(path: Path, target: Path, change: Callable[[Members], object]) -> Path:
    """A copy whose members `change` has changed."""
    with ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target
