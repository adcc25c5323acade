"""A file that is not what was written is refused, whoever changed it and however."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from pytest_django import Settings

from helpdesk.backup import BackupError, verify
from tests.backup.archives import Members, rewritten

TABLE = "tables/tickets_ticket.jsonl"


def in_contents(change: Callable[[dict[str, Any]], object]) -> Callable[[Members], object]:
    """Changes the table of contents."""

    def changed(members: Members) -> None:
        manifest = json.loads(members["manifest.json"])
        change(manifest)
        members["manifest.json"] = json.dumps(manifest).encode()

    return changed


def replaced(name: str, old: bytes, new: bytes) -> Callable[[Members], object]:
    def changed(members: Members) -> None:
        assert old in members[name]
        members[name] = members[name].replace(old, new)

    return changed


CHANGES: dict[str, tuple[Callable[[Members], object], str]] = {
    "a word in a row": (replaced(TABLE, b"dull", b"fine"), "hash differs"),
    "a row more": (lambda members: members.update({TABLE: members[TABLE] * 2}), "longer than"),
    "a row less": (lambda members: members.update({TABLE: b""}), "hash differs"),
    "a byte in a file": (replaced("files", b"picture", b"pixture"), "not what was written"),
    "a member more": (lambda members: members.update({"../../etc/passwd": b"x"}), "does not hold exactly"),
    "a member less": (lambda members: members.pop(TABLE), "does not hold exactly"),
    "no contents": (lambda members: members.pop("manifest.json"), "no backup"),
    "contents that are none": (lambda members: members.update({"manifest.json": b"[]"}), "cannot be read"),
    "another format": (in_contents(lambda manifest: manifest.update(format=2)), "format 2"),
    "another count": (in_contents(lambda manifest: manifest["tables"].pop()), "does not hold exactly"),
    "a kind of column that is none": (
        in_contents(lambda manifest: manifest["tables"][0]["columns"][0].__setitem__(1, "pickle")),
        "kinds of columns",
    ),
    "contents, all else right": (
        in_contents(lambda manifest: manifest.update(made_at="2001-01-01T00:00:00+00:00")),
        "changed after",
    ),
}


@pytest.mark.parametrize("what", CHANGES)
def test_it_is_refused(saved: Path, tmp_path: Path, what: str) -> None:
    change, said = CHANGES[what]
    with pytest.raises(BackupError, match=said):
        verify(rewritten(saved, tmp_path / "changed.backup", change))


def test_the_same_put_together_again_is_right(saved: Path, tmp_path: Path) -> None:
    verify(rewritten(saved, tmp_path / "same.backup", lambda _members: None))


def test_a_broken_file_is_refused(saved: Path, tmp_path: Path) -> None:
    content = bytearray(saved.read_bytes())
    with ZipFile(saved) as archive:
        info = archive.getinfo("files")
    place = info.header_offset + 30 + len(info.filename) + info.compress_size // 2
    content[place] ^= 0xFF
    broken = tmp_path / "broken.backup"
    broken.write_bytes(content)
    with pytest.raises(BackupError):
        verify(broken)
    cut = tmp_path / "cut.backup"
    cut.write_bytes(saved.read_bytes()[:-2000])
    with pytest.raises(BackupError, match="is no backup"):
        verify(cut)


def test_a_seal_of_another_desk_is_not_compared(saved: Path, settings: Settings) -> None:
    settings.DATA_KEY = "another one"
    assert verify(saved).keys.included
