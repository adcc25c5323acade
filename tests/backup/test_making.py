"""Making a backup: whole or not there, for its owner's eyes, and honest about what is not in it."""

import stat
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from common import files
from common.models import Blob
from helpdesk.backup import BackupError, back_up, making, verify
from helpdesk.backup.sessions import snapshot
from tests.backup.archives import manifest_of
from tests.backup.conftest import CONTENT
from tickets.models import Ticket


def test_it_holds_the_rows_and_the_files(saved: Path, ticket: Ticket) -> None:
    manifest = verify(saved)
    rows = {part.name: part.rows for part in manifest.tables}
    assert rows["tickets_ticket"] == 1
    assert rows["accounts_user"] >= 2
    assert manifest.files.count == 1
    assert manifest.files.bytes > len(CONTENT)
    assert manifest.documents == {"ticket": 1}
    assert CONTENT not in saved.read_bytes()  # packed
    assert b"open sesame" not in saved.read_bytes()


def test_only_its_owner_reads_it(saved: Path) -> None:
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600


def test_it_says_whether_the_key_is_in_it(ticket: Ticket, tmp_path: Path) -> None:
    out = StringIO()
    call_command("backup", str(tmp_path / "without"), stdout=out)
    assert "key files are NOT in it" in out.getvalue()
    assert "sessions.Session" in out.getvalue()
    call_command("backup", str(tmp_path / "with"), "--with-key", stdout=out)
    assert "whoever has this file can read every password" in out.getvalue()
    assert not manifest_of(tmp_path / "without")["keys"]["included"]


def test_it_never_replaces_a_file(saved: Path) -> None:
    with pytest.raises(BackupError, match="there already"):
        back_up(saved)


def test_a_folder_that_is_not_there_is_named(ticket: Ticket, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="There is no"):
        back_up(tmp_path / "nowhere" / "desk.backup")


def test_too_little_room_is_told_before(ticket: Ticket, tmp_path: Path) -> None:
    Blob.objects.update(size=10**18)
    with pytest.raises(BackupError, match="too little room"):
        back_up(tmp_path / "desk.backup")
    assert list(tmp_path.glob("desk*")) == []


def test_a_full_disk_leaves_nothing(ticket: Ticket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_given: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(making, "_files", full)
    with pytest.raises(BackupError, match="no room left"):
        back_up(tmp_path / "desk.backup")
    assert list(tmp_path.glob("desk*")) == []


def test_a_missing_file_is_told(ticket: Ticket, tmp_path: Path, storage: Path) -> None:
    blob = files.store(b"soon gone")
    (storage / blob.path).unlink()
    with pytest.raises(CommandError, match="1 files were missing") as error:
        call_command("backup", str(tmp_path / "desk.backup"), stdout=StringIO())
    assert error.value.returncode == 2
    assert manifest_of(tmp_path / "desk.backup")["files"]["missing"] == [blob.sha256]


def test_what_comes_later_is_not_seen(ticket: Ticket) -> None:
    """One moment of the database, however long the reading takes; and nobody has to wait for it."""
    with snapshot() as source, source.cursor() as cursor:
        Ticket.objects.filter(pk=ticket.pk).update(subject="Written meanwhile")
        cursor.execute("SELECT subject FROM tickets_ticket")
        assert cursor.fetchall() == [("Backups are dull",)]
    ticket.refresh_from_db()
    assert ticket.subject == "Written meanwhile"


def test_the_desk_can_be_saved_by_another_key(saved: Path, settings: Settings) -> None:
    """Hashes are compared without the key; the seal needs it."""
    settings.DATA_KEY = "another one"
    out = StringIO()
    call_command("backup", str(saved), "--verify", stdout=out)
    assert "its seal was not compared" in out.getvalue()
