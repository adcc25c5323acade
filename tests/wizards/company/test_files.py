"""Step 5: the data folder."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages
from django.test import Client
from pytest_django import Settings

from tests.servers.objectstore import ObjectStore
from tests.wizards.company.conftest import SETUP

PAGE = f"{SETUP}/files"


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    where = tmp_path / "files"
    where.mkdir()
    backend = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(where)}}
    settings.STORAGES = settings.STORAGES | {"default": backend}
    settings.STORAGE_URL = f"file://{where}"
    return where


def test_it_says_where_and_how_much_room_there_is(wizard: Client, folder: Path, settings: Settings) -> None:
    page = wizard.get(PAGE).text
    assert str(folder) in page
    assert str(settings.SECRETS_DIR) in page
    assert "Free space" in page
    assert list(folder.iterdir()) == []  # to look tries nothing


def test_it_is_tried_and_nothing_is_left_behind(wizard: Client, folder: Path) -> None:
    answer = wizard.post(PAGE, {"test": "1"})
    assert "Files can be written, read and removed" in answer.text
    assert [path for path in folder.rglob("*") if path.is_file()] == []
    assert wizard.post(PAGE, {})["Location"] == f"{SETUP}/done"


def test_a_folder_that_cannot_be_written_is_told(wizard: Client, folder: Path) -> None:
    folder.rmdir()
    folder.write_text("a file where the folder should be")
    answer = wizard.post(PAGE, {})
    assert answer.status_code == 422
    assert "Files cannot be kept there" in answer.text
    assert "What to do" in answer.text
    assert answer.text.count("not tried") == 3
    assert wizard.get(SETUP)["Location"] != f"{SETUP}/done"


def test_a_storage_that_gives_back_something_else_is_told(
    wizard: Client, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = storages["default"].save

    def cut(name: str, content: Any, max_length: int | None = None) -> str:
        kept = whole(name, content, max_length)
        (folder / kept).write_bytes(b"half")
        return kept

    monkeypatch.setattr(storages["default"], "save", cut)
    answer = wizard.post(PAGE, {})
    assert answer.status_code == 422
    assert "What was read is not what was written" in answer.text
    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_an_object_store_is_tried(wizard: Client, bucket: str, object_store: ObjectStore) -> None:
    answer = wizard.post(PAGE, {"test": "1"})
    assert "Files can be written, read and removed" in answer.text
    assert f"{bucket}/desk" in answer.text
    assert object_store.names(bucket) == []


def test_an_object_store_that_refuses_is_told_with_what_to_do(
    wizard: Client,
    bucket: str,
    object_store: ObjectStore,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    object_store.use(settings, monkeypatch, object_store.url("nobody-made-this"))
    answer = wizard.post(PAGE, {})
    assert answer.status_code == 422
    assert "Make it, or correct the name in STORAGE_URL" in answer.text
    assert "NoSuchBucket" in answer.text


def test_an_object_storage_has_no_folder(wizard: Client, settings: Settings) -> None:
    settings.STORAGE_URL = "s3://key:secret@storage.example/desk?region=eu"
    page = wizard.get(PAGE).text
    assert "storage.example/desk" in page
    assert "secret@" not in page
    assert "Free space" not in page
