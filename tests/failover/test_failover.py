"""Whatever happens to the active node, another goes on; two never act, and nothing acknowledged is lost."""

import os
import random
from collections.abc import Iterator

import pytest

from tests.failover import databases, ledger
from tests.failover.breaks import KINDS, MANUAL
from tests.failover.play import Play, playing
from tests.failover.verdict import Verdict
from tests.servers.availability import need
from tests.servers.dovecot import DovecotServer
from tests.waiting import until

ROUNDS_IN_CI = 5
SERVERS = {"postgres": "PostgreSQL", "mariadb": "MariaDB"}
# nobody's transaction is ended by the database or by another node: what the fence does is seen alone
PATIENT = {"IDLE_IN_TRANSACTION_SECONDS": "90", "FAILOVER_SESSIONS": "unmarked"}
pytestmark = [pytest.mark.failover, pytest.mark.slow]
engines = pytest.mark.parametrize(
    "play",
    list(SERVERS),
    indirect=True,
)


@pytest.fixture(scope="module")
def play(
    request: pytest.FixtureRequest,
    dovecot_server: DovecotServer,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Play]:
    """One company for all that follows; each test serves it in its own way."""
    engine = request.param
    need(SERVERS[engine])
    folder = tmp_path_factory.mktemp("failover")
    with (
        databases.running(engine, databases.QUICK) as server,
        playing(server, dovecot_server, folder) as made,
    ):
        yield made


def told(verdict: Verdict, capsys: pytest.CaptureFixture[str]) -> Verdict:
    with capsys.disabled():
        for kind, row in verdict.times.items():
            said = ", ".join(f"{name} {value:g}" for name, value in row.items())
            print(f"\n  {kind:18}{said}", end="")  # noqa: T201 - what happened is read by people
        epochs = ", ".join(f"{one.number} {one.node} {one.facts + one.claims}" for one in verdict.epochs)
        print(f"\n  rows by epoch: {epochs}")  # noqa: T201
        for line in [*verdict.in_window, *verdict.problems[:30]]:
            print(f"  {line}")  # noqa: T201
    return verdict


@engines
def test_nothing_acknowledged_is_lost_and_never_two_act(
    play: Play, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each kind of break FAILOVER_ROUNDS times: crashes in any order, then choices in any order."""
    rounds = int(os.environ.get("FAILOVER_ROUNDS", ROUNDS_IN_CI))
    order = [(kind, number) for kind in KINDS for number in range(rounds)]
    random.Random(1).shuffle(order)
    order.sort(key=lambda one: one[0] in MANUAL)  # what crashed nodes had in hand runs out meanwhile
    play.cluster.start()
    play.load.start()
    for kind, number in order:
        play.round(kind, number)
    verdict = told(play.end(), capsys)
    assert not verdict.problems
    assert verdict.counts["given up"] == 0
    for kind in ("web", "imap", "pop"):
        assert verdict.counts[f"acknowledged {kind}"] > 0
    assert len(verdict.epochs) >= len(KINDS)  # the lease changed hands again and again


@engines
def test_clocks_and_time_zones_change_nothing(play: Play, capsys: pytest.CaptureFixture[str]) -> None:
    """Nodes ten minutes before and after the database, and a database server at +05:30."""
    play.cluster.stop()
    play.cluster.server.crash()
    play.cluster.server.start(*databases.ELSEWHERE[play.cluster.server.engine])
    play.cluster.start({"one": {"FAILOVER_CLOCK": "600"}, "two": {"FAILOVER_CLOCK": "-600"}})
    play.load.start()
    for number, kind in enumerate(("kill", "activate-node")):
        done = play.round(kind, number)
        assert done.after != done.before
    assert not told(play.end(), capsys).problems


@engines
@pytest.mark.parametrize("fence", ["on", "off"])
def test_a_build_without_the_fence_is_found_out(fence: str, play: Play) -> None:
    """A node paused in a change that no time limit ends: only the fence keeps it from committing."""
    cluster = play.cluster
    cluster.stop()
    cluster.start({name: {**PATIENT, "FAILOVER_FENCE": fence} for name in cluster.nodes})
    play.load.start()
    cluster.settle()
    broken = KINDS["pause-in-change"](cluster, 0)
    until(lambda: cluster.active is not broken.node, "nobody took over")
    broken.mend()

    def found() -> list[str]:
        return ledger.problems(ledger.epochs(cluster.server))

    if fence == "off":
        until(lambda: bool(found()), "a second node acted, and nobody noticed")
        assert "after it was over" in found()[0]
    else:
        cluster.returning.add(broken.node.name)
        cluster.all_back()
        play.load.end()
        assert not found()
