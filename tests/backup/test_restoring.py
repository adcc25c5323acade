"""Restoring, on SQLite: only into an empty database, and taken up again after an interruption."""

import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django import Settings

from accounts.models import User
from clustering.models import Lease, Node
from common import files, search
from common.models import Blob
from helpdesk.backup import BackupError, back_up, marker, restore, target
from helpdesk.backup.progress import Silent
from helpdesk.serve.start import NotReadyError, check_database
from licensing.models import StoredLicense
from mail.models import MailAccount
from tests.backup.archives import Members, manifest_of, rewritten
from tests.backup.conftest import CONTENT
from tests.factories.tickets import TicketFactory
from tests.servers.objectstore import ObjectStore
from tickets.models import Tag, Ticket


@pytest.fixture
def emptied(saved: Path) -> Iterator[Path]:
    """The backup of a desk whose database is empty now."""
    target.wipe()
    yield saved
    if marker.is_there():
        marker.remove()


class Interrupted(Silent):
    """The power fails when the files are being stored."""

    def begin(self, what: str, total: int, unit: str) -> None:
        if what == "files":
            raise KeyboardInterrupt


def test_files_move_into_an_object_store_and_from_it(
    emptied: Path, tmp_path: Path, bucket: str, object_store: ObjectStore
) -> None:
    restore(emptied)
    blob = Blob.objects.get()
    assert object_store.names(bucket) == [f"desk/{blob.path}"]
    assert files.read(blob) == CONTENT
    again = tmp_path / "again.backup"
    back_up(again, with_key=True)
    assert manifest_of(again)["files"] == manifest_of(emptied)["files"]


def test_an_interrupted_restore_is_taken_up_again(emptied: Path, ticket: Ticket, storage: Path) -> None:
    blob = Blob(sha256=manifest_blob(emptied))
    (storage / blob.path).write_bytes(b"another content under this name")
    before = manifest_of(emptied)
    with pytest.raises(KeyboardInterrupt):
        restore(emptied, progress=Interrupted())
    with pytest.raises(NotReadyError, match="half restored"):
        check_database(lambda _text: None)
    done = restore(emptied)
    check_database(lambda _text: None)
    assert done.rows == sum(part["rows"] for part in before["tables"])
    assert Ticket.objects.get().subject == ticket.subject
    assert search.find("ticket", "dull", scopes=None)[0] == [ticket.pk]
    assert files.read(Blob.objects.get()) == CONTENT
    assert MailAccount.objects.get().password == "open sesame"
    assert Lease.objects.get(pk=1).node is None
    assert Lease.objects.get(pk=1).epoch > before["lease_epoch"]
    assert not Node.objects.exists()
    assert TicketFactory.create(department=ticket.department).pk > ticket.pk
    assert Tag.objects.create(name="next").pk
    with pytest.raises(BackupError, match="not empty"):
        restore(emptied)


def manifest_blob(path: Path) -> str:
    """The hash of the one file."""
    found: list[str] = []

    def look(members: Members) -> None:
        found.append(json.loads(members["tables/common_blob.jsonl"])[1])

    rewritten(path, path.with_suffix(".look"), look)
    return found[0]


def test_a_desk_is_never_replaced(saved: Path, ticket: Ticket) -> None:
    with pytest.raises(CommandError, match="never replaces a desk"):
        call_command("restore", str(saved), stdout=StringIO())
    assert Ticket.objects.get() == ticket
    assert not marker.is_there()


def test_tables_of_others_are_left_alone(emptied: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE somebody_elses (id integer)")
    with pytest.raises(BackupError, match="somebody_elses"):
        restore(emptied)


def test_a_backup_of_a_newer_version_is_refused(emptied: Path, tmp_path: Path, settings: Settings) -> None:
    def newer(members: Members) -> None:
        manifest = json.loads(members["manifest.json"])
        manifest["migrations"]["tickets"].append("0999_from_the_future")
        members["manifest.json"] = json.dumps(manifest).encode()

    settings.DATA_KEY = "another one"  # the seal is not compared then
    with pytest.raises(BackupError, match=r"newer version .*tickets\.0999_from_the_future"):
        restore(rewritten(emptied, tmp_path / "newer", newer))


def test_a_lost_key_is_told_before_anything_is_written(emptied: Path, settings: Settings) -> None:
    settings.DATA_KEY = "another one"
    with pytest.raises(BackupError, match="restore with --with-key") as error:
        restore(emptied)
    assert "passwords of mail accounts" in str(error.value)
    with pytest.raises(BackupError, match="set in the environment"):
        restore(emptied, with_key=True)
    assert connection.introspection.table_names() == []


def test_an_older_backup_is_brought_up_to_date(emptied: Path, tmp_path: Path, settings: Settings) -> None:
    """And with the key lost for good, secrets are emptied instead of unreadable."""
    settings.DATA_KEY = "another one"
    done = restore(rewritten(emptied, tmp_path / "older", _before_the_licence), without_secrets=True)
    assert done.changes.secrets == 1
    assert done.links_broken
    assert MailAccount.objects.get().password == ""
    assert StoredLicense.objects.count() == 1  # its table was made after the rows were there
    assert Ticket.objects.count() == 1
    assert User.objects.filter(pk=User.QUEUE_ID).exists()
    call_command("makemigrations", "--check", "--dry-run", stdout=StringIO())


def _before_the_licence(members: Members) -> None:
    """As a version without `licensing` would have written it."""
    manifest: dict[str, Any] = json.loads(members["manifest.json"])
    del manifest["migrations"]["licensing"]
    gone = [part for part in manifest["tables"] if part["name"].startswith("licensing_")]
    for part in gone:
        manifest["tables"].remove(part)
        del members[f"tables/{part['name']}.jsonl"]
    assert gone
    members["manifest.json"] = json.dumps(manifest).encode()
