"""The fence: what began under an old lease does not commit; a takeover waits for what has passed it."""

import threading
import time

import pytest
from django.conf import settings
from django.db import connection

from clustering import fence
from clustering.models import Lease
from clustering.services import set_active
from common import unit
from common.actor import Actor
from common.models import Option
from common.unit import FenceError
from tests.clustering.conftest import As, needs_failover, two_nodes

pytestmark = pytest.mark.django_db(transaction=True)
ADMIN = Actor("person", 2, "admin")


class Elsewhere(threading.Thread):
    """Runs a function on a database connection of its own; `finish()` gives its answer or its error."""

    def __init__(self, function: object, *args: object) -> None:
        super().__init__()
        self.function, self.args = function, args
        self.answer: object = None
        self.error: BaseException | None = None
        self.start()

    def run(self) -> None:
        try:
            self.answer = self.function(*self.args)  # type: ignore[operator]  # tests give functions
        except BaseException as error:
            self.error = error
        finally:
            connection.close()

    def finish(self, seconds: float = 15) -> object:
        self.join(seconds)
        assert not self.is_alive()
        if self.error:
            raise self.error
        return self.answer


def take_over_in_the_middle() -> None:
    """Node one writes; before its fence node two becomes active, on another connection."""
    _, two = two_nodes()

    @unit.write
    def change() -> None:
        Option.objects.create(name="written-by-one", value=1)
        Elsewhere(lambda: set_active(two, actor=ADMIN)).finish()

    change()


def test_a_change_that_a_takeover_overtook_does_not_commit(as_node: As) -> None:
    needs_failover()
    with as_node("one"), pytest.raises(FenceError):
        take_over_in_the_middle()
    assert not Option.objects.exists()
    assert Lease.objects.get().epoch == 2


def test_without_the_fence_the_same_change_would_commit(as_node: As, monkeypatch: pytest.MonkeyPatch) -> None:
    """The proof that the test above sees the fence and not something else."""
    needs_failover()
    monkeypatch.setattr(unit, "_fences", [])
    with as_node("one"):
        take_over_in_the_middle()
    assert Option.objects.filter(name="written-by-one").exists()


def test_a_takeover_waits_for_a_change_that_has_passed_the_fence(as_node: As) -> None:
    needs_failover()
    _, two = two_nodes()
    order: list[str] = []
    taking: list[Elsewhere] = []

    def take() -> None:
        set_active(two, actor=ADMIN)
        order.append("takeover")

    def after_the_fence() -> None:
        fence.check()
        taking.append(Elsewhere(take))
        time.sleep(0.5)
        order.append("commit")

    original = list(unit._fences)
    unit._fences[:] = [after_the_fence]
    try:
        with as_node("one"):
            unit.run(lambda: Option.objects.create(name="in-time", value=1))
    finally:
        unit._fences[:] = original
    taking[0].finish()
    assert order == ["commit", "takeover"]
    assert Option.objects.filter(name="in-time").exists()


def test_a_change_under_an_older_epoch_does_not_commit_though_the_node_is_active_again(as_node: As) -> None:
    """The lease went away and came back while the change ran: it runs again from its start."""
    needs_failover()
    one, two = two_nodes()
    runs: list[int] = []

    def change() -> None:
        runs.append(fence.current().epoch)
        Option.objects.create(name=f"run-{len(runs)}", value=1)
        if len(runs) == 1:
            Elsewhere(lambda: set_active(two, actor=ADMIN)).finish()
            Elsewhere(lambda: set_active(one, actor=ADMIN)).finish()

    with as_node("one"):
        unit.run(change)
    assert runs == [1, 3]
    assert list(Option.objects.values_list("name", flat=True)) == ["run-2"]


def test_a_passive_node_changes_nothing_and_notices_at_once_when_it_is_active(as_node: As) -> None:
    needs_failover()
    _, two = two_nodes()
    with as_node("two"):
        with pytest.raises(FenceError):
            unit.run(lambda: Option.objects.create(name="x", value=1))
        Elsewhere(lambda: set_active(two, actor=ADMIN)).finish()
        unit.run(lambda: Option.objects.create(name="y", value=1))
    assert list(Option.objects.values_list("name", flat=True)) == ["y"]


def test_heartbeat_and_clustering_are_exempt(as_node: As) -> None:
    needs_failover()
    two_nodes()
    with as_node("two"):
        unit.run(lambda: Option.objects.create(name="unfenced", value=1), fenced=False)
    assert Option.objects.exists()


def test_before_the_first_start_commands_may_write() -> None:
    assert Lease.objects.get().epoch == 0
    unit.run(lambda: Option.objects.create(name="set-up", value=1))
    assert Option.objects.exists()


def test_a_holder_that_stops_in_the_middle_is_cut_off(as_node: As) -> None:
    """A paused process sits in its transaction with the shared lock; the database ends it after the limit."""
    needs_failover()
    _, two = two_nodes()
    limit = {
        "postgresql": "SET idle_in_transaction_session_timeout = 1000",
        "mysql": "SET idle_transaction_timeout = 1",
    }[connection.vendor]
    paused = connection.copy()
    try:
        with paused.cursor() as cursor:
            cursor.execute(limit)
        paused.set_autocommit(False)
        with paused.cursor() as cursor:
            cursor.execute(fence._LOCKED[connection.vendor])
        started = time.monotonic()
        Elsewhere(lambda: set_active(two, actor=ADMIN)).finish()
        assert 0.3 < time.monotonic() - started < 4
    finally:
        paused.close()


def test_every_connection_has_the_idle_limit() -> None:
    """Test servers run without it; the product's default is short enough for a takeover."""
    needs_failover()
    options = str(settings.DATABASES["default"]["OPTIONS"])
    assert "idle_in_transaction_session_timeout" in options or "idle_transaction_timeout" in options
