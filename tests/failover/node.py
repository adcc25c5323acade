"""One node of the cluster under test: a served desk that reaches the database through its own wire."""

import os
import signal
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.failover.wire import Wire
from tests.servers.desk import Desk


@dataclass
class Node:
    name: str
    desk: Desk
    wire: Wire
    settings: Mapping[str, str]  # what it always has

    def pids(self) -> list[int]:
        """Every living process of the node: they are of one session."""
        return _session(self.desk.process.pid) if self.desk.process else []

    def signal(self, number: signal.Signals) -> None:
        """The supervisor first, so that it restarts nobody."""
        assert self.desk.process
        first = self.desk.process.pid
        for pid in sorted(self.pids(), key=lambda pid: pid != first):
            try:
                os.kill(pid, number)
            except ProcessLookupError:
                continue

    def kill(self) -> None:
        """All of it at once, stopped or not."""
        while self.pids():
            self.signal(signal.SIGKILL)
            time.sleep(0.02)
        if self.desk.process:
            self.desk.process.popen.wait()

    def readiness(self) -> int:
        """The status of its `/readyz`; 0 while it says nothing."""
        return self.desk.status("/readyz")


def _session(leader: int) -> list[int]:
    found = []
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == leader and fields[0] not in "ZX":
            found.append(int(folder.name))
    return found
