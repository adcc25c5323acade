"""A node looks whether it may be active: the same files, database, schema and key."""

import pytest
from django.core.files.storage import default_storage
from django.test import override_settings
from pytest_django import Settings

from clustering.facts import SAME
from clustering.models import Lease, Node
from clustering.services import check_node, register
from tests.clustering.conftest import needs_failover
from tests.servers.objectstore import ObjectStore

pytestmark = pytest.mark.django_db


def found(name: str) -> dict[str, str]:
    return {check: value[0] for check, value in Node.objects.get(name=name).checks.items()}


def test_the_active_node_writes_a_probe_and_the_other_finds_it() -> None:
    needs_failover()
    register(name="one")
    register(name="two")
    assert not check_node("two")
    assert found("two")["files"] == "none"
    assert check_node("one")
    assert check_node("two")
    assert set(found("two").values()) == {SAME}
    before = Lease.objects.get().probe
    assert check_node("one")
    assert Lease.objects.get().probe != before


def test_a_node_with_other_files_is_found_out() -> None:
    needs_failover()
    register(name="one")
    register(name="two")
    check_node("one")
    default_storage.delete(f"cluster/{Lease.objects.get().probe}")
    assert not check_node("two")
    assert found("two")["files"] == "differ"


def test_nodes_with_one_bucket_see_the_same_files(
    bucket: str, object_store: ObjectStore, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    needs_failover()
    register(name="one")
    register(name="two")
    assert check_node("one")
    assert check_node("two")
    assert object_store.names(bucket) == [f"desk/cluster/{Lease.objects.get().probe}"]
    object_store.use(settings, monkeypatch, object_store.url(bucket, "another"))
    assert not check_node("two")
    assert found("two")["files"] == "differ"
    object_store.use(settings, monkeypatch, object_store.url("nobody-made-this", "desk"))
    assert not check_node("two")
    assert "NoSuchBucket" in Node.objects.get(name="two").checks["files"][1]


def test_a_node_with_another_key_is_found_out() -> None:
    needs_failover()
    register(name="one")
    register(name="two")
    check_node("one")
    with override_settings(DATA_KEY="quite another key"):
        assert not check_node("two")
    assert found("two")["key"] == "differ"


def test_on_one_machine_all_is_well() -> None:
    register(name="one")
    assert check_node("one")
