"""Nothing acknowledged is lost or doubled, whichever process is killed when."""

import os
import time
from pathlib import Path

import pytest

from tests.crash.compare import Verdict
from tests.crash.runner import KINDS, Stage, stage
from tests.servers.dovecot import DovecotServer
from tests.servers.fixtures import DeskFactory
from tests.servers.smtp import Received

ROUNDS_IN_CI = 10
SETTINGS = {"SEND_DELAY_SECONDS": "0", "SUBMIT_LIMIT": "1000000", "WEB_WORKERS": "2"}


def told(verdict: Verdict, capsys: pytest.CaptureFixture[str]) -> Verdict:
    with capsys.disabled():
        print()  # noqa: T201 - what happened is read by people
        for name, number in verdict.counts.items():
            print(f"  {name:24}{number:8}")  # noqa: T201
        print(f"  {'doubled in the window':24}{len(verdict.in_window):8}")  # noqa: T201
        for line in [*verdict.problems[:20], *verdict.in_window[:20]]:
            print(f"  {line}")  # noqa: T201
    return verdict


def crash(play: Stage, rounds: int) -> Verdict:
    play.start_client()
    play.rounds(rounds)
    return play.end()


@pytest.mark.slow
@pytest.mark.xdist_group("crash")
@pytest.mark.parametrize("engine", ["sqlite", "postgres"])
def test_nothing_acknowledged_is_lost_or_doubled(
    engine: str,
    desk_factory: DeskFactory,
    dovecot_server: DovecotServer,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with stage(desk_factory(engine, **SETTINGS), dovecot_server, tmp_path) as play:
        verdict = told(crash(play, int(os.environ.get("CRASH_ROUNDS", ROUNDS_IN_CI))), capsys)
    assert not verdict.problems
    assert verdict.counts["given up"] == 0
    for kind in ("web", "back", "agent", "imap", "pop"):
        assert verdict.counts[f"acknowledged {kind}"] > 5


def strike_at_the_dot(play: Stage, kind: str, times: int) -> Verdict:
    """Kills in the very moment in which the outside has a mail and has not yet said so.

    Pages are struck at mails that a page has begun: the answer to a ticket from the web, and what an agent
    writes on it. All others come of the mail process.
    """
    seen, struck = [0], [0]

    def strike(one: Received) -> None:
        if kind == "page" and "web-" not in str(one.message["Subject"]):
            return
        seen[0] += 1
        if seen[0] % 4 == 0 and struck[0] < times:
            struck[0] += 1
            play.kill_all(kind)

    play.start_client(pace=0.4)
    play.on_taken = strike
    deadline = time.monotonic() + 90
    while struck[0] < times and time.monotonic() < deadline:
        time.sleep(0.1)
    assert struck[0] == times
    return play.end()


@pytest.mark.slow
@pytest.mark.xdist_group("crash")
@pytest.mark.parametrize("mistake", [False, True])
def test_mail_that_leaves_before_the_commit_is_found_out(
    mistake: bool,
    desk_factory: DeskFactory,
    dovecot_server: DovecotServer,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A desk that sends inside the transaction fails the comparison; the product passes the same blows."""
    own = {"DJANGO_SETTINGS_MODULE": "tests.crash.early"} if mistake else {}
    with stage(desk_factory("postgres", **SETTINGS, **own), dovecot_server, tmp_path) as play:
        verdict = told(strike_at_the_dot(play, "page", 4), capsys)
    ghosts = [line for line in verdict.problems if "stands nowhere in the database" in line]
    if mistake:
        assert ghosts
    else:
        assert not verdict.problems


@pytest.mark.slow
@pytest.mark.xdist_group("crash")
def test_a_mail_may_be_doubled_only_in_the_window(
    desk_factory: DeskFactory,
    dovecot_server: DovecotServer,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Killed between the final dot and the note of it: sent again, counted apart, nothing else is wrong."""
    with stage(desk_factory("sqlite", **SETTINGS), dovecot_server, tmp_path) as play:
        verdict = told(strike_at_the_dot(play, "mail", 4), capsys)
    assert not verdict.problems
    assert 1 <= len(verdict.in_window) <= 4


@pytest.mark.slow
@pytest.mark.xdist_group("crash")
def test_a_clean_stop_doubles_nothing(
    desk_factory: DeskFactory,
    dovecot_server: DovecotServer,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A restart for an update in the middle of the work: what is in hand is brought to its end."""
    with stage(desk_factory("sqlite", **SETTINGS), dovecot_server, tmp_path) as play:
        play.start_client()
        for _ in range(5):
            time.sleep(1.5)
            play.restart()
        verdict = told(play.end(), capsys)
    assert not verdict.problems
    assert not verdict.in_window


@pytest.mark.chaos
@pytest.mark.parametrize("engine", ["sqlite", "postgres", "mariadb"])
def test_hundreds_of_crashes(
    engine: str,
    desk_factory: DeskFactory,
    dovecot_server: DovecotServer,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """CHAOS_ROUNDS kills of each kind (50, which makes 350 on each database)."""
    with stage(desk_factory(engine, **SETTINGS), dovecot_server, tmp_path) as play:
        play.start_client(slow_pace=11)
        play.rounds(
            int(os.environ.get("CHAOS_ROUNDS", "50")), KINDS, seed=int(os.environ.get("CHAOS_SEED", "1"))
        )
        verdict = told(play.end(), capsys)
    assert not verdict.problems
