"""A second server stands in only with a key that has failover; the active one is never stopped."""

from datetime import timedelta

import pytest
from django.utils import timezone

from clustering.models import Node
from clustering.registry import objections
from common.clock import database_now
from licensing.licensor import Folder
from licensing.models import Reason, StoredLicense
from licensing.papers import Edition
from tests.licensing.conftest import activated, sold

pytestmark = [pytest.mark.django_db, pytest.mark.matrix, pytest.mark.usefixtures("cluster")]


@pytest.fixture
def cluster(db: None) -> None:
    """`one` is active and lives; `two` is passive, `three` is new."""
    now = database_now()
    for name, role in (("one", "active"), ("two", "passive"), ("three", "disabled")):
        Node.objects.create(name=name, role=role, heartbeat_at=now)


def refuses(name: str) -> bool:
    return any("has no failover" in str(reason) for reason in objections(name))


def test_without_a_licence_nobody_stands_in() -> None:
    assert refuses("two")
    assert refuses("three")


def test_a_key_without_failover_is_not_enough(folder: Folder) -> None:
    activated(folder, sold(folder, 25))
    assert refuses("two")
    assert refuses("three")


def test_a_key_with_failover_lets_servers_join_and_take_over(folder: Folder) -> None:
    activated(folder, sold(folder, 25, Edition.FAILOVER))
    assert not refuses("two")
    assert not refuses("three")


@pytest.mark.parametrize(("days", "joins"), [(1, True), (31, False)])
def test_in_the_grace_period_nothing_stops_and_after_it_nobody_joins(
    folder: Folder, days: int, joins: bool
) -> None:
    activated(folder, sold(folder, 25, Edition.FAILOVER))
    since = timezone.now() - timedelta(days=days)
    StoredLicense.objects.update(grace_reason=Reason.SERVER, grace_since=since)
    assert not refuses("two")
    assert refuses("three") is not joins


def test_a_server_may_take_the_place_of_one_that_is_gone() -> None:
    """A desk without failover that moves to another machine is not locked out."""
    Node.objects.filter(name="two").delete()
    assert refuses("three")
    Node.objects.filter(name="one").update(heartbeat_at=database_now() - timedelta(minutes=16))
    assert not refuses("three")


def test_the_active_node_alone_is_never_refused() -> None:
    Node.objects.filter(name="two").delete()
    assert not refuses("one")
