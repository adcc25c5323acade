"""Lines in files under VAR_DIR/logs/events, a JSON object each; a full file is put aside."""

import fcntl
import json
from pathlib import Path
from typing import Any

from django.conf import settings

FULL_BYTES = 10 * 1024 * 1024
KEPT = 5


def folder() -> Path:
    return Path(settings.VAR_DIR) / "logs" / "events"


def write_line(name: str, line: dict[str, Any]) -> Path:
    """Appends to NAME.jsonl as one write; processes of this machine wait for each other."""
    place = folder()
    place.mkdir(parents=True, exist_ok=True, mode=0o750)
    path = place / f"{name}.jsonl"
    with (place / f".{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if path.exists() and path.stat().st_size >= FULL_BYTES:
            _put_aside(path)
        with path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")
    return path


def _put_aside(path: Path) -> None:
    """NAME.jsonl becomes NAME.jsonl.1, that one .2 and so on; the oldest goes."""
    for number in range(KEPT, 0, -1):
        older = path.with_suffix(f".jsonl.{number}")
        if older.exists() and number == KEPT:
            older.unlink()
        elif older.exists():
            older.rename(path.with_suffix(f".jsonl.{number + 1}"))
    path.rename(path.with_suffix(".jsonl.1"))
