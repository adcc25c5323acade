"""Nodes appear, beat, change places."""

import pytest
from django.conf import settings
from django.db import connection

from clustering import registry
from clustering.errors import ActivationRefusedError, ClusterError
from clustering.jobs import Heartbeat
from clustering.models import Lease, Node
from clustering.selectors import state
from clustering.services import beat, disable, enable, register, set_active, take_over
from common.actor import Actor
from common.audit import history
from tests.clustering.conftest import needs_failover, silence, two_nodes

pytestmark = pytest.mark.django_db
ADMIN = Actor("person", 2, "admin")


def roles() -> dict[str, str]:
    return dict(Node.objects.values_list("name", "role"))


def test_the_first_node_ever_becomes_active() -> None:
    register(name="one", address="http://one", version="0.1")
    lease = Lease.objects.select_related("node").get()
    assert (lease.node and lease.node.name, lease.epoch) == ("one", 1)
    assert roles() == {"one": "active"}


def test_a_new_node_is_disabled_until_it_is_enabled() -> None:
    needs_failover()
    register(name="one")
    two = register(name="two")
    assert roles() == {"one": "active", "two": "disabled"}
    assert not take_over("two")
    enable(two, actor=ADMIN)
    assert roles()["two"] == "passive"
    assert [entry.action for entry in history("node", two.pk)] == ["node.appeared", "node.enabled"]


def test_registering_again_changes_no_role() -> None:
    one = register(name="one", version="0.1")
    assert register(name="one", version="0.2").pk == one.pk
    assert Lease.objects.get().epoch == 1
    assert Node.objects.get().version == "0.2"


def test_on_sqlite_the_one_machine_is_active_under_a_new_name_too() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("for SQLite")
    one = register(name="one")
    register(name="renamed")
    assert roles() == {"one": "passive", "renamed": "active"}
    with pytest.raises(ActivationRefusedError):
        set_active(one, actor=ADMIN)
    silence(Node.objects.get(name="renamed"), 60)
    assert not take_over("one")


def test_a_beat_is_the_databases_time() -> None:
    one = register(name="one")
    silence(one, 60)
    assert beat("one")
    age = state("one").active_age
    assert age is not None
    assert 0 <= age < 5
    assert not beat("nobody")


def test_a_passive_node_takes_over_from_a_silent_one_only() -> None:
    needs_failover()
    one, two = two_nodes()
    assert not take_over("two")
    silence(one, settings.TAKEOVER_SECONDS + 1)
    assert take_over("two")
    assert roles() == {"one": "passive", "two": "active"}
    assert Lease.objects.get().epoch == 2
    assert history("node", two.pk).last().action == "node.activated"  # type: ignore[union-attr]  # it is there
    assert not take_over("two")


def test_a_check_may_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    needs_failover()
    one, two = two_nodes()
    monkeypatch.setattr(registry, "_checks", [lambda name: f"{name} has no licence"])
    silence(one, 60)
    assert not take_over("two")
    assert Node.objects.get(name="two").last_error == "two has no licence"
    with pytest.raises(ActivationRefusedError, match="no licence"):
        set_active(two, actor=ADMIN)


def test_an_administrator_chooses_the_active_node() -> None:
    needs_failover()
    one, two = two_nodes()
    set_active(two, actor=ADMIN)
    assert roles() == {"one": "passive", "two": "active"}
    assert history("node", two.pk).last().actor == ADMIN  # type: ignore[union-attr]  # it is there
    set_active(two, actor=ADMIN)
    assert Lease.objects.get().epoch == 2
    with pytest.raises(ClusterError):
        disable(two, actor=ADMIN)
    disable(one, actor=ADMIN)
    with pytest.raises(ActivationRefusedError):
        set_active(one, actor=ADMIN)


def test_a_node_that_has_just_come_waits_before_it_calls_another_silent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    needs_failover()
    one, _ = two_nodes()
    silence(one, 60)
    clock = [1000.0]
    monkeypatch.setattr("clustering.jobs.heartbeat.boot_seconds", lambda: clock[0])
    heartbeat = Heartbeat("two")
    assert not heartbeat.once()
    for _ in range(int(settings.TAKEOVER_SECONDS) - 1):
        clock[0] += 1
        assert not heartbeat.once()
    clock[0] += 60  # it was paused itself
    assert not heartbeat.once()
    for _ in range(int(settings.TAKEOVER_SECONDS) - 1):
        clock[0] += 1
        assert not heartbeat.once()
    clock[0] += 1
    assert heartbeat.once()
    assert roles() == {"one": "passive", "two": "active"}
