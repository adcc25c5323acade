"""A small desk in the test's own database, and its backup."""

from pathlib import Path

import pytest
from pytest_django import Settings

from accounts.models import User
from common import files
from helpdesk.backup import back_up
from mail.models import MailAccount
from tests.factories.accounts import CustomerFactory, named
from tests.factories.tickets import TicketFactory
from tickets.models import Ticket

CONTENT = b"\x00\x01 a picture, say " * 5000


@pytest.fixture
def storage(tmp_path: Path, settings: Settings) -> Path:
    """A folder for the files of this test alone."""
    folder = tmp_path / "files"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(folder)},
        },
    }
    settings.STORAGE_URL = f"file://{folder}"
    return folder


@pytest.fixture
def cleo(transactional_db: None) -> User:
    return named(CustomerFactory, "Cleo")


@pytest.fixture
def ticket(cleo: User, storage: Path) -> Ticket:
    """Cleo's ticket; beside it a file and a mail account with a password."""
    made = TicketFactory.create(requester=cleo, subject="Backups are dull")
    files.store(CONTENT)
    MailAccount.objects.create(
        department=made.department,
        address="box@desk.example",
        protocol="imap",
        host="h",
        port=993,
        username="box",
        password="open sesame",
    )
    return made


@pytest.fixture
def saved(ticket: Ticket, tmp_path: Path) -> Path:
    """A backup of that desk."""
    path = tmp_path / "desk.backup"
    back_up(path, with_key=True)
    return path
