"""A practised failover, turn by turn: there and back, and each way it can go wrong."""

from datetime import UTC, datetime, timedelta

import pytest

from clustering import registry
from clustering.errors import PracticeRefusedError
from clustering.jobs.practising import practise
from clustering.models import Lease, Node, Practice, ThreadRun
from clustering.selectors import open_practice
from clustering.services import set_active
from clustering.services.practice import Schedule, ask, drive, keep_schedule, note, read_schedule
from clustering.work import Account, Work, follow
from common.actor import Actor
from common.clock import ahead, database_now
from tests.clustering.conftest import As, needs_failover, two_nodes

pytestmark = pytest.mark.django_db
ADMIN = Actor("person", 2, "Ann")
LATER = timedelta(seconds=40)


@pytest.fixture(autouse=True)
def nodes() -> tuple[Node, Node]:
    needs_failover()
    return two_nodes()


def begin(target: Node) -> Practice:
    """Asked, noticed by home, and taken by the other node."""
    ask(target, actor=ADMIN)
    drive("two")  # it waits until home looks at its pages
    assert Lease.objects.get().epoch == 1
    drive("one")
    drive("two")
    return current()


def current() -> Practice:
    return Practice.objects.latest("id")


def seen(leg: str, moment: str) -> None:
    note(current().pk, leg, moment, database_now())  # type: ignore[arg-type]  # as the prober writes it


def active() -> str:
    return Node.objects.get(role=Node.Role.ACTIVE).name


def test_there_and_back_with_a_report(nodes: tuple[Node, Node]) -> None:
    practice = begin(nodes[1])
    assert (practice.state, active()) == ("there", "two")
    seen("there", "stopped")
    seen("there", "opened")
    ThreadRun.objects.create(name="events.sweep", node="two", last_run_at=database_now())
    drive("two")
    assert current().state == "there", "it serves for a moment"
    with ahead(timedelta(seconds=4)):
        drive("two")
        assert (current().state, current().threads_moved) == ("back", 1)
        drive("two")
        assert active() == "two", "home takes it, nobody gives it"
        drive("one")
        assert (current().state, active()) == ("returned", "one")
        seen("back", "stopped")
        seen("back", "opened")
    with ahead(timedelta(seconds=9)):
        drive("one")
    done = current()
    assert (done.state, done.error, done.actor) == ("done", "", ADMIN)
    assert set(done.there) == {"asked", "noticed", "taken", "stopped", "opened"}
    assert set(done.back) == {"asked", "noticed", "taken", "stopped", "opened"}
    assert open_practice() is None
    assert Lease.objects.get().epoch == 3


def test_what_waited_is_accounted_for(nodes: tuple[Node, Node], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clustering.work._kinds", {})
    waiting = [1, 2, 3]
    follow(
        Work(
            "letters",
            "Letters",
            lambda most: waiting[:most],
            lambda ids, since: Account(done=len(ids) - 1, gone=1),
        )
    )
    begin(nodes[1])
    waiting.append(9)
    set_active(nodes[0], actor=ADMIN)
    drive("one")
    report = current().work["letters"]
    assert (report["before"], report["after"], report["done"], report["gone"]) == (3, 4, 2, 1)


def test_it_is_refused_with_the_reason(nodes: tuple[Node, Node], monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = nodes
    with pytest.raises(PracticeRefusedError, match="one is not passive"):
        ask(one, actor=ADMIN)
    with monkeypatch.context() as patch:
        patch.setattr(registry, "_checks", [lambda name: "files differ" if name == "two" else None])
        with pytest.raises(PracticeRefusedError, match="two cannot be practised with: files differ"):
            ask(two, actor=ADMIN)
    Node.objects.filter(pk=two.pk).update(role=Node.Role.DISABLED)
    with pytest.raises(PracticeRefusedError, match="no passive server"):
        ask(None, actor=ADMIN)
    Node.objects.filter(pk=two.pk).update(role=Node.Role.PASSIVE)
    assert ask(None, actor=ADMIN).target == "two"
    with pytest.raises(PracticeRefusedError, match="under way"):
        ask(two, actor=ADMIN)
    assert (active(), Lease.objects.get().epoch) == ("one", 1)


def test_the_other_node_may_refuse_when_it_comes_to_it(
    nodes: tuple[Node, Node], monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(nodes[1], actor=ADMIN)
    monkeypatch.setattr(registry, "_checks", [lambda name: f"{name} lost its disk"])
    drive("one")
    drive("two")
    assert (current().state, current().error, active()) == ("failed", "two lost its disk", "one")


def test_the_other_node_does_not_react(nodes: tuple[Node, Node]) -> None:
    ask(nodes[1], actor=ADMIN)
    with ahead(LATER):
        drive("one")
    assert (current().state, current().error) == ("failed", "two did not react.")
    assert active() == "one"


def test_the_other_node_dies_in_the_middle(nodes: tuple[Node, Node]) -> None:
    """Home takes over as from any silent node, and the practice ends there."""
    begin(nodes[1])
    set_active(nodes[0], actor=ADMIN, why="heartbeat")
    drive("one")
    assert (current().state, active()) == ("failed", "one")
    assert "two stopped answering in the middle; one took over." in current().error
    drive("two")
    assert active() == "one"


def test_pages_that_do_not_open_bring_the_desk_back(nodes: tuple[Node, Node]) -> None:
    begin(nodes[1])
    with ahead(LATER):
        drive("one")
        drive("one")
        assert (current().state, active()) == ("returned", "one")
        seen("back", "opened")
    with ahead(LATER * 2):
        drive("one")
    assert (current().state, current().error) == ("failed", "The pages of two did not open.")


def test_home_does_not_come_back(nodes: tuple[Node, Node]) -> None:
    begin(nodes[1])
    seen("there", "opened")
    with ahead(LATER):
        drive("two")
    with ahead(LATER * 2):
        drive("two")
    assert (current().state, active()) == ("failed", "two")
    assert current().error == "one did not come back; two stays active."


def test_a_moment_is_noted_once(nodes: tuple[Node, Node]) -> None:
    practice = begin(nodes[1])
    now = database_now()
    assert note(practice.pk, "there", "stopped", now)
    assert not note(practice.pk, "there", "stopped", now + LATER)
    assert current().there["stopped"] == now.isoformat()


@pytest.mark.parametrize(
    ("nth", "now", "slot"),
    [
        (1, "2026-12-07T05:00", "2026-12-07T05:00"),  # the first Monday, six o'clock in Berlin
        (1, "2026-12-07T04:59", "2026-11-02T05:00"),
        (1, "2026-12-14T05:00", "2026-12-07T05:00"),
        (0, "2026-12-14T05:01", "2026-12-14T05:00"),
        (2, "2026-12-14T05:01", "2026-12-14T05:00"),
        (1, "2026-07-06T04:00", "2026-07-06T04:00"),  # summer time
    ],
)
def test_the_schedule_knows_its_last_time(nth: int, now: str, slot: str) -> None:
    schedule = Schedule(is_on=True, weekday=1, nth=nth, at="06:00", zone="Europe/Berlin")
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
    assert schedule.last_slot(moment) == datetime.fromisoformat(slot).replace(tzinfo=UTC)
    assert Schedule().last_slot(moment) is None


def test_the_schedule_begins_one_and_only_one(as_node: As) -> None:
    assert not practise()
    at = database_now() - timedelta(minutes=1)
    schedule = Schedule(is_on=True, weekday=at.isoweekday(), nth=0, at=f"{at:%H:%M}")
    with as_node("one"):
        keep_schedule(schedule, actor=ADMIN)
    assert read_schedule() == schedule
    assert practise()
    assert (current().target, current().actor.kind) == ("two", "system")
    assert not practise()
    assert Practice.objects.count() == 1


def test_a_scheduled_one_that_cannot_begin_says_so(nodes: tuple[Node, Node], as_node: As) -> None:
    Node.objects.filter(pk=nodes[1].pk).update(role=Node.Role.DISABLED)
    at = database_now() - timedelta(minutes=1)
    with as_node("one"):
        keep_schedule(Schedule(is_on=True, weekday=at.isoweekday(), nth=0, at=f"{at:%H:%M}"), actor=ADMIN)
    assert not practise()
    assert not practise()
    assert (current().state, Practice.objects.count()) == ("failed", 1)
    assert "no passive server" in current().error
