"""`make bench-failover`: three nodes behind a proxy, under load, broken in every way, on both databases.

BENCH_ROUNDS (100 a kind), DATABASES (postgres,mariadb), KINDS (all of them, separated by commas). The first
server is durable as installed; the result goes to var/bench/failover-<database>.json. Ends non-zero when
something was lost or doubled, when two nodes acted, or when people waited longer than promised.
"""

import json
import os
import shutil
import sys
import tempfile
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from tests.failover import databases
from tests.failover.breaks import KINDS, MANUAL
from tests.failover.play import Play, playing
from tests.failover.verdict import Verdict
from tests.servers import dovecot
from tests.servers.desk import ROOT

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "100"))
DATABASES = os.environ.get("DATABASES", "postgres,mariadb").split(",")
CHOSEN = os.environ.get("KINDS", ",".join(KINDS)).split(",")
TARGET = ROOT / "var" / "bench"
CRASH_SECONDS, MANUAL_SECONDS = 10.0, 5.0


def one_database(engine: str) -> Verdict:
    with (
        tempfile.TemporaryDirectory(prefix="helpdesk-failover-") as folder,
        dovecot.running() as mailboxes,
        databases.running(engine, databases.DURABLE) as server,
        playing(server, mailboxes, Path(folder)) as play,
    ):
        try:
            play.cluster.start()
            play.load.start()
            for kind in CHOSEN:
                for number in range(ROUNDS):
                    _tell(play, kind, number)
            return play.end()
        except AssertionError:
            _keep(play, Path(folder))
            raise


def _keep(play: Play, folder: Path) -> None:
    """What is needed to understand a failure, before the servers end: logs, books, sessions, roles."""
    target = TARGET / f"failover-{play.cluster.server.engine}-failed"
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(folder, target, ignore=shutil.ignore_patterns("files", "office"))
    (target / "roles.txt").write_text(f"{play.cluster.roles()}\n{play.rounds[-3:]}\n")
    (target / "sessions.txt").write_text(play.cluster.server.sessions())
    print(f"What there was is kept in {target}", flush=True)


def _tell(play: Play, kind: str, number: int) -> None:
    done = play.round(kind, number)
    clock = datetime.now().astimezone().strftime("%H:%M:%S")
    print(
        f"{clock} {play.cluster.server.engine:9}{kind:16}{number + 1:4}/{ROUNDS}  {done.before:>5} to "
        f"{done.after:<6}{done.seconds:6.2f} s  {done.variant}",
        flush=True,
    )


def too_slow(verdict: Verdict) -> list[str]:
    """Kinds whose slowest round took longer than promised."""
    slow = []
    for kind, row in verdict.times.items():
        limit = MANUAL_SECONDS if kind in MANUAL else CRASH_SECONDS
        if row["max"] > limit:
            slow.append(f"{kind}: {row['max']} s, promised are {limit:g} s")
    return slow


def show(engine: str, verdict: Verdict) -> None:
    print(
        f"\n{engine}\n{'':18}" + "".join(f"{head:>10}" for head in ("rounds", "p50 s", "max s", "gap max s"))
    )
    for kind, row in verdict.times.items():
        print(f"{kind:18}" + "".join(f"{value:10}" for value in row.values()))
    print(f"\n{'epoch':>8} {'node':8}{'facts':>8}{'claims':>8}{'late':>6}")
    for epoch in verdict.epochs:
        print(f"{epoch.number:8} {epoch.node:8}{epoch.facts:8}{epoch.claims:8}{epoch.late:6}")
    for name, count in verdict.counts.items():
        print(f"{name:26}{count:8}")
    print(f"{'doubled in the window':26}{len(verdict.in_window):8}")
    for line in [*verdict.in_window[:20], *verdict.problems[:50], *too_slow(verdict)]:
        print(line)
    print(f"{len(verdict.problems)} problems", flush=True)


def main() -> int:
    is_bad = False
    for engine in DATABASES:
        verdict = one_database(engine)
        show(engine, verdict)
        TARGET.mkdir(parents=True, exist_ok=True)
        (TARGET / f"failover-{engine}.json").write_text(json.dumps(asdict(verdict), indent=1) + "\n")
        is_bad |= bool(verdict.problems or too_slow(verdict))
    return int(is_bad)


if __name__ == "__main__":
    sys.exit(main())
