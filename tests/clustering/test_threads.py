"""Background threads: due ones run once, on the active node, and their runs are seen."""

from datetime import timedelta

import pytest
from celery import current_app
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import OperationalError
from django.utils import timezone

from clustering import threads
from clustering.jobs import pruning, run_due, run_thread, runner
from clustering.models import ThreadRun
from clustering.selectors import thread_runs
from clustering.services import begin_run, end_run, hand_over, register, set_active
from clustering.threads import BackgroundThread, background_thread, thread
from common import counters, holder
from common.actor import SYSTEM
from common.clock import database_now
from common.models import Count, SignalRow, ThrottleRow
from common.unit import FenceError
from tests.clustering.conftest import As, needs_failover, two_nodes

pytestmark = pytest.mark.django_db


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Two threads of the queue `work`, one of them broken, and one of `mail`."""
    monkeypatch.setattr(threads, "_threads", {})
    done: list[str] = []

    @background_thread("good", every=60)
    def good() -> None:
        done.append("good")

    @background_thread("bad", every=60)
    def bad() -> None:
        raise ValueError("no luck")

    @background_thread("post", every=60, queue="mail")
    def post() -> None:
        done.append("post")

    sent: list[tuple[str, int]] = []
    monkeypatch.setattr(current_app, "send_task", lambda name, args, **_: sent.append(args), raising=False)
    return done


def run_all(queue: str) -> None:
    for name, claim in hand_over(queue):
        run_thread(name, claim)


def test_due_threads_run_and_are_seen(runs: list[str]) -> None:
    register(name=settings.NODE_NAME)
    before = database_now()
    run_all("work")
    assert runs == ["good"]
    seen = {run.name: run for run in thread_runs()}
    assert set(seen) == {"good", "bad"}
    good, bad = seen["good"], seen["bad"]
    assert (good.node, good.last_error, good.claimed_until) == (settings.NODE_NAME, "", None)
    assert good.last_run_at is not None
    assert good.next_run_at is not None
    assert before <= good.next_run_at - timedelta(seconds=60) <= database_now()
    assert "no luck" in bad.last_error
    assert bad.next_run_at is not None


def test_each_queue_runs_its_own(runs: list[str]) -> None:
    register(name=settings.NODE_NAME)
    run_all("mail")
    assert runs == ["post"]


def test_a_thread_is_handed_over_once_until_its_time_comes_again(runs: list[str]) -> None:
    register(name=settings.NODE_NAME)
    assert len(hand_over("work")) == 2
    assert hand_over("work") == []
    ThreadRun.objects.update(claimed_until=database_now() - timedelta(seconds=1))  # the message was lost
    again = hand_over("work")
    assert [claim for _, claim in again] == [2, 2]
    run_all("work")
    for name, claim in again:
        run_thread(name, claim)
    assert hand_over("work") == []
    ThreadRun.objects.update(next_run_at=database_now() - timedelta(seconds=1))
    assert len(hand_over("work")) == 2


def test_a_late_message_of_an_older_claim_does_nothing(runs: list[str]) -> None:
    register(name=settings.NODE_NAME)
    old = dict(hand_over("work"))["good"]
    ThreadRun.objects.update(claimed_until=database_now() - timedelta(seconds=1))
    new = dict(hand_over("work"))["good"]
    assert not run_thread("good", old)
    assert run_thread("good", new)
    assert not run_thread("good", new)
    assert not run_thread("gone", 1)
    assert runs == ["good"]


def test_a_passive_node_runs_nothing(runs: list[str], as_node: As) -> None:
    needs_failover()
    two_nodes()
    with as_node("two"):
        assert run_due("work") == 0
        with pytest.raises(FenceError):
            hand_over("work")
    with as_node("one"):
        assert run_due("work") == 2


def test_pruning_takes_the_old_and_leaves_the_new() -> None:
    old = timezone.now() - timedelta(hours=1)
    for number in range(3):
        SignalRow.objects.create(channel=f"c{number}", name="x")
    SignalRow.objects.update(at=old)
    newest = SignalRow.objects.create(channel="new", name="x")
    ThrottleRow.objects.create(key="old", window=0, hits=1)
    Session.objects.create(session_key="old", session_data="", expire_date=old)
    Session.objects.create(
        session_key="new", session_data="", expire_date=timezone.now() + timedelta(hours=1)
    )
    counters.add("open", [((1, 0, 0), 1), ((1, 0, 0), 1)])

    assert pruning.prune_signals() == 3
    assert pruning.prune_throttle() == 1
    assert pruning.prune_sessions() == 1
    assert pruning.fold_counters() == 2

    assert list(SignalRow.objects.values_list("pk", flat=True)) == [newest.pk]
    assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]
    assert Count.objects.get().n == 2


def test_the_last_signal_stays_however_old() -> None:
    row = SignalRow.objects.create(channel="c", name="x")
    SignalRow.objects.update(at=timezone.now() - timedelta(hours=1))
    assert pruning.prune_signals() == 0
    assert SignalRow.objects.get().pk == row.pk


def test_the_run_of_a_killed_process_holds_nobody_up(runs: list[str]) -> None:
    register(name=settings.NODE_NAME)
    claims = dict(hand_over("work"))
    node, boot, pid, _started, epoch = holder.me().split("|")
    dead = f"{node}|{boot}|{pid}|1|{epoch}"  # our process id, started at another time
    now = database_now()
    ThreadRun.objects.filter(name="good").update(claimed_until=now + timedelta(seconds=300), holder=dead)
    ThreadRun.objects.filter(name="bad").update(
        claimed_until=now + timedelta(seconds=300), holder=holder.me()
    )
    again = dict(hand_over("work"))
    assert set(again) == {"good"}, "the other's process lives"
    assert run_thread("good", again["good"])
    assert not run_thread("good", claims["good"])
    assert runs == ["good"]
    assert hand_over("work") == []


def test_what_an_ousted_node_had_in_hand_is_due_at_once(runs: list[str], as_node: As) -> None:
    """Its machine may be another, so nobody knows whether its processes live; its writes count no more."""
    needs_failover()
    _one, two = two_nodes()
    with as_node("one"):
        claims = dict(hand_over("work"))
        ThreadRun.objects.filter(name="good").update(
            claimed_until=database_now() + timedelta(seconds=300), holder="one|another-boot|1|1"
        )
    set_active(two, actor=SYSTEM)
    with as_node("two"):
        again = dict(hand_over("work"))
        assert set(again) == {"good", "bad"}  # one ran, the other had been handed over and not begun
        assert run_thread("good", again["good"])
        assert not run_thread("good", claims["good"])
    assert runs == ["good"]


def test_what_a_node_had_in_hand_before_it_lost_its_place_is_due_when_it_is_active_again(
    runs: list[str], as_node: As
) -> None:
    """Its processes live, but the database's sessions that they worked in were ended."""
    needs_failover()
    one, two = two_nodes()
    with as_node("one"):
        claims = dict(hand_over("work"))
        before = begin_run(thread("good"), claims["good"])
        assert before is not None
        assert hand_over("work") == []
    set_active(two, actor=SYSTEM)
    set_active(one, actor=SYSTEM)
    with as_node("one"):
        again = dict(hand_over("work"))
        assert set(again) == {"good"}
        assert not end_run(thread("good"), before, seconds=1, error="")
        assert run_thread("good", again["good"])
    assert runs == ["good"]


@pytest.mark.django_db(transaction=True)
def test_a_run_ends_when_the_database_is_back(runs: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Else its claim would hold the thread up until its limit."""
    register(name=settings.NODE_NAME)
    claims = dict(hand_over("work"))
    tries: list[str] = []

    def away_at_first(declared: BackgroundThread, claim: int, *, seconds: float, error: str) -> bool:
        tries.append(error)
        if len(tries) == 1:
            raise OperationalError("the database is away")
        return end_run(declared, claim, seconds=seconds, error=error)

    monkeypatch.setattr(runner, "end_run", away_at_first)
    assert run_thread("good", claims["good"])
    assert len(tries) == 2
    assert ThreadRun.objects.get(name="good").claimed_until is None
