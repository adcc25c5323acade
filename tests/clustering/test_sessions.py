"""A node that takes over ends the database's sessions of the one that was active, and only those."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.backends.base.base import BaseDatabaseWrapper

from clustering.gateways import sessions
from clustering.jobs import Heartbeat
from clustering.jobs.ousting import GRACE_SECONDS, Ousting
from clustering.models import Lease, Node
from common import clock
from common.clock import database_now
from tests.clustering.conftest import needs_failover, silence, two_nodes
from tests.waiting import until

pytestmark = pytest.mark.django_db(transaction=True)
Open = Callable[[str], BaseDatabaseWrapper]
NO_LIMIT = {
    "postgresql": "SET idle_in_transaction_session_timeout = 0",
    "mysql": "SET SESSION lock_wait_timeout = 60 /*M! , SESSION idle_transaction_timeout = 0 */",
}
LOCK = "SELECT epoch FROM clustering_lease WHERE id = 1 FOR UPDATE"


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """Opens a session that is a node's, as a process of `serve` would."""
    needs_failover()
    opened: list[BaseDatabaseWrapper] = []

    def open_one(node: str) -> BaseDatabaseWrapper:
        with monkeypatch.context() as patch:
            options = dict(connection.settings_dict["OPTIONS"])
            patch.setitem(connection.settings_dict, "OPTIONS", options)
            patch.setitem(connection.settings_dict, sessions._NODE, None)
            sessions.mark(node)
            made = connection.copy()
        made.inc_thread_sharing()
        made.ensure_connection()
        opened.append(made)
        return made

    yield open_one
    for one in opened:
        try:
            one.close()
        except DatabaseError:  # it was ended
            one.connection = None


def begin(session: BaseDatabaseWrapper, statement: str) -> None:
    """A transaction that the database would never end by itself."""
    with session.cursor() as cursor:
        cursor.execute(NO_LIMIT[session.vendor])
        session.set_autocommit(False)
        cursor.execute(statement)


def is_alive(session: BaseDatabaseWrapper) -> bool:
    try:
        with session.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


class Waiter(threading.Thread):
    """Asks for the lock that another has; `got` says whether it came, or the session ended."""

    def __init__(self, session: BaseDatabaseWrapper) -> None:
        super().__init__(daemon=True)
        self.session, self.got = session, False
        self.start()

    def run(self) -> None:
        try:
            begin(self.session, LOCK)
        except DatabaseError:
            return
        self.got = True


def test_only_those_of_the_node_end(session: Open) -> None:
    old, other, new = session("old"), session("older"), session("new")
    assert sessions.end(["old"]) == 1
    assert [is_alive(one) for one in (old, other, new)] == [False, True, True]
    until(lambda: sessions.end(["old"]) == 0, "it goes from the server's list", 5)  # a moment after its end


def test_nodes_with_long_or_other_names_are_told_apart(session: Open) -> None:
    one, two, three = session("n" * 63 + "1"), session("n" * 63 + "2"), session("büro")
    assert sessions.end(["n" * 63 + "1"]) == 1
    assert [is_alive(one), is_alive(two), is_alive(three)] == [False, True, True]
    assert sessions.end(["büro"]) == 1


def test_the_session_that_asks_is_spared(session: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = session("new")
    monkeypatch.setattr(sessions, "connection", mine)
    assert sessions.end(["new"]) == 0
    assert is_alive(mine)


def test_a_database_without_named_locks_works_all_the_same(
    session: Open, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Percona's cluster refuses them in its strict mode."""
    if connection.vendor != "mysql":
        pytest.skip("PostgreSQL has names of applications")
    monkeypatch.setattr(sessions, "_MARK_MYSQL", "SELECT refused_here(%s)")
    sessions._warn.cache_clear()
    old, _other = session("old"), session("old")
    assert caplog.text.count("does not say whose sessions are whose") == 1
    assert sessions.end(["old"]) == 0
    assert is_alive(old)


def test_a_queue_of_frozen_sessions_goes_at_once(session: Open) -> None:
    """One holds a lock and does nothing; two more of its node wait for it, and behind them the new node's."""
    old, new = [session("old") for _ in range(3)], session("new")
    begin(old[0], LOCK)
    waiting = [Waiter(one) for one in old[1:]]
    time.sleep(0.3)
    last = Waiter(new)
    time.sleep(0.3)
    assert sessions.end(["old"]) == 3
    for one in (*waiting, last):
        one.join(10)
    assert last.got
    assert not any(is_alive(one) for one in old)
    new.rollback()


def test_with_a_time_only_what_began_before_ends(session: Open) -> None:
    stuck, fresh = session("old"), session("old")
    begin(stuck, "SELECT 1")
    time.sleep(3.2)  # MySQL counts whole seconds
    moment = database_now() - timedelta(seconds=1.5)
    begin(fresh, "SELECT 1")
    assert sessions.end(["old"], begun_before=moment) == 1
    assert [is_alive(stuck), is_alive(fresh)] == [False, True]
    fresh.rollback()


def test_the_heartbeat_that_takes_over_ends_them_first(
    session: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, _two = two_nodes()
    stuck, mine = session("one"), session("two")
    heartbeat = Heartbeat("two")
    assert not heartbeat.once()
    begin(stuck, LOCK)
    silence(one, settings.TAKEOVER_SECONDS + 1)
    monkeypatch.setattr(heartbeat, "_watched_long", lambda: True)
    assert heartbeat.once(), "the lock of a frozen session kept it from taking over"
    assert [is_alive(stuck), is_alive(mine)] == [False, True]


def test_after_a_switch_by_hand_a_living_node_gets_time(
    session: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = two_nodes()
    stuck = session("one")
    begin(stuck, "SELECT 1")
    time.sleep(3.2)
    Node.objects.filter(pk=one.pk).update(role=Node.Role.PASSIVE)
    Lease.objects.update(node=two, taken_at=database_now() - timedelta(seconds=1.5))
    ousting = Ousting("two")
    ousting.watch(is_active=True, was_passive=True)
    assert ousting.due is not None
    real = clock.boot_seconds
    monkeypatch.setattr("clustering.jobs.ousting.boot_seconds", lambda: real() + GRACE_SECONDS)
    ousting.watch(is_active=True, was_passive=False)
    assert not is_alive(stuck)
