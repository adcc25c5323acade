"""Files in a bucket: as in a folder, with refusals in plain words, and one connection for all threads."""

import io
import os
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from pytest_django import Settings

from common import files, objectstore
from common.bucket import ObjectStoreError
from common.models import Blob
from common.objectstore import ObjectStorage
from tests.servers.objectstore import ObjectStore


def changed(settings: Settings, **options: Any) -> ObjectStorage:
    """The test's storage with other options."""
    return ObjectStorage(**{**settings.STORAGES["default"]["OPTIONS"], **options})


def why(storage: ObjectStorage, name: str = "probe") -> str:
    with pytest.raises(ObjectStoreError) as refused:
        storage.save(name, ContentFile(b"x"))
    assert str(refused.value)
    return refused.value.reason


@pytest.mark.django_db
def test_the_same_bytes_are_kept_once(object_store: ObjectStore, bucket: str) -> None:
    first, again = files.store(b"hello"), files.store(io.BytesIO(b"hello"))
    assert first.pk == again.pk
    assert Blob.objects.count() == 1
    assert object_store.names(bucket) == [f"desk/{first.path}"]
    assert files.read(first) == b"hello"


@pytest.mark.django_db
@pytest.mark.parametrize("size", [0, 1, 3_000_000, 9_000_000])
def test_files_of_all_sizes_are_whole(bucket: str, size: int) -> None:
    content = os.urandom(size)
    blob = files.store(io.BytesIO(content))
    assert files.read(blob) == content
    assert default_storage.size(blob.path) == size


@pytest.mark.django_db
def test_a_lost_file_says_so(bucket: str) -> None:
    blob = files.store(b"soon gone")
    default_storage.delete(blob.path)
    assert not default_storage.exists(blob.path)
    with pytest.raises(FileNotFoundError):
        files.read(blob)
    default_storage.delete(blob.path)  # once more does no harm


def test_folders_are_listed(object_store: ObjectStore, bucket: str) -> None:
    for name in ("cluster/one", "cluster/two", "cluster/deeper/three", "elsewhere/four"):
        default_storage.save(name, ContentFile(b"x"))
    folders, names = default_storage.listdir("cluster")
    assert (list(folders), sorted(names)) == (["deeper"], ["one", "two"])
    assert [list(part) for part in default_storage.listdir("nothing")] == [[], []]


@pytest.mark.django_db
def test_what_was_just_written_is_not_asked_for(object_store: ObjectStore, bucket: str) -> None:
    files.write(b"an attachment")
    before = object_store.asked()
    files.store(b"an attachment")
    assert object_store.asked() == before
    files.store(b"another one")
    assert object_store.asked() > before


def test_refusals_have_their_reason(
    object_store: ObjectStore, bucket: str, dead_port: int, settings: Settings
) -> None:
    strangers = object_store.strangers
    assert why(changed(settings, bucket_name="nobody-made-this")) == "bucket"
    assert why(changed(settings, secret_key="wrong")) == "key"
    assert why(changed(settings, access_key="AKIANOBODY")) == "key"
    assert why(changed(settings, access_key=strangers.key, secret_key=strangers.secret)) == "rights"
    assert why(changed(settings, endpoint_url=f"http://127.0.0.1:{dead_port}")) == "away"
    assert why(changed(settings, endpoint_url=object_store.endpoint.replace("http:", "https:"))) == "away"


def test_what_may_not_be_read_is_not_called_lost(
    object_store: ObjectStore, bucket: str, settings: Settings
) -> None:
    default_storage.save("secret", ContentFile(b"x"))
    strangers = object_store.strangers
    other = changed(settings, access_key=strangers.key, secret_key=strangers.secret)
    for ask in (other.open, other.exists, other.size, other.delete, other.listdir):
        with pytest.raises(ObjectStoreError) as refused:
            ask("secret")
        assert refused.value.reason == "rights"


@pytest.fixture
def silent() -> Iterator[int]:
    """The port of a server that takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_store_that_hangs_is_left(
    silent: int, bucket: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(objectstore, "READ_SECONDS", 0.3)
    assert why(changed(settings, endpoint_url=f"http://127.0.0.1:{silent}")) == "away"


def test_all_threads_share_one_connection(bucket: str) -> None:
    def turn(number: int) -> tuple[bytes, int]:
        name = default_storage.save(f"turn/{number}", ContentFile(b"%d" % number))
        with default_storage.open(name) as file:
            return file.read(), id(default_storage.connection)  # type: ignore[attr-defined]  # of this storage

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(turn, range(40)))
    assert [content for content, _ in found] == [b"%d" % number for number in range(40)]
    assert len({connection for _, connection in found}) == 1


def test_a_fork_makes_its_own(bucket: str) -> None:
    default_storage.save("shared", ContentFile(b"x"))
    child = os.fork()
    if child == 0:
        try:
            before = id(default_storage.__dict__["_wrapped"]._shared)
            good = default_storage.exists("never") is False
            good &= id(default_storage.__dict__["_wrapped"]._shared) != before
            os._exit(0 if good else 1)
        finally:
            os._exit(2)
    assert os.waitpid(child, 0)[1] == 0
