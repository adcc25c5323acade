"""The stage: a desk with its mail servers, the client beside it, and the one who kills."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from pathlib import Path

from tests.crash.compare import Books, Kill, Taken, Verdict, compare
from tests.live import rows
from tests.live.company import Box, Plan, found
from tests.servers import smtp
from tests.servers.desk import ROOT, Desk
from tests.servers.dovecot import DovecotServer
from tests.servers.process import Process
from tests.servers.smtp import Received, SmtpServer

# how a kind of process is called in `ps`; the supervisor is the process that was started
NAMES = {
    "web": "desk-web",
    "page": "desk-page",
    "work": "desk-work",
    "mail": "desk-mail",
    "beat": "desk-beat",
    "heartbeat": "desk-heartbeat",
}
KINDS = (*NAMES, "supervisor")
QUIET_SECONDS = 150


def processes(name: str, group: int) -> list[int]:
    """The process ids of this name in the desk's session."""
    found = []
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            stat = (folder / "stat").read_text()
        except OSError:
            continue
        own, _, rest = stat.partition("(")[2].rpartition(")")
        fields = rest.split()
        if own == name[:15] and fields[0] not in "ZX" and int(fields[3]) == group:
            found.append(int(folder.name))
    return found


@dataclass
class Stage:
    """`kill(kind)` as often as wanted, then `end()` compares the books."""

    desk: Desk
    dovecot: DovecotServer
    sink: SmtpServer
    mx: SmtpServer
    folder: Path
    boxes: dict[str, str]
    kills: list[Kill] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)
    client: Process | None = None
    on_taken: Callable[[Received], None] = lambda one: None

    @property
    def log(self) -> Path:
        return self.folder / "client.log"

    def note(self, one: Received) -> None:
        """Called when the outside has the whole mail, before it says so; a server needs a moment for it."""
        message_id = str(message_from_bytes(one.raw)["Message-ID"]).strip().strip("<>")
        self.taken.append(Taken(message_id, one.begun, time.time()))
        self.on_taken(one)
        time.sleep(0.01)

    def start_client(self, pace: float = 0.15, slow_pace: float = 4.0) -> None:
        given = {
            "log": str(self.log),
            "stop": str(self.folder / "stop"),
            "port": self.desk.port,
            "mx_port": self.mx.port,
            "imap_box": self.boxes["imap"],
            "pop_box": self.boxes["pop3"],
            "pace": pace,
            "slow_pace": slow_pace,
            "submitters": 1,
            "first_number": 0,
        }
        command = [sys.executable, "-m", "tests.crash.client", json.dumps(given)]
        self.client = Process.start(
            "client", command, self.folder / "client.out", env=dict(os.environ), cwd=ROOT
        )
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and self.client.running:
            if self.log.exists() and '"acked"' in self.log.read_text():
                return
            time.sleep(0.1)
        raise RuntimeError(f"the client did not begin:\n{self.client.tail()}\n{self._serve_tail()}")

    def _serve_tail(self) -> str:
        return "\n".join(self.desk.log.read_text(errors="replace").splitlines()[-40:])

    def kill(self, kind: str) -> None:
        """One process of this kind, at once."""
        assert self.desk.process
        if kind == "supervisor":
            self._kill_supervisor()
            return
        while not self._end(kind, random.choice(self._wait_for(kind))):
            continue  # it was just ending by itself

    def _end(self, kind: str, pid: int) -> bool:
        at = time.time()
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            return False
        self.kills.append(Kill(kind, at, time.time()))
        return True

    def _wait_for(self, kind: str) -> list[int]:
        assert self.desk.process
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            if found := processes(NAMES[kind], self.desk.process.pid):
                return found
            time.sleep(0.02)
        raise AssertionError(f"the {kind} process did not come back:\n{self._serve_tail()}")

    def kill_all(self, kind: str) -> None:
        """Every process of this kind, from inside the moment in which the outside takes a mail."""
        assert self.desk.process
        for pid in processes(NAMES[kind], self.desk.process.pid):
            self._end(kind, pid)

    def restart(self) -> None:
        """A clean stop and a new start, as for an update."""
        assert self.desk.stop() == 0
        self.desk.start()

    def _kill_supervisor(self) -> None:
        """And start anew at once, as systemd would, however long the old children take to end."""
        assert self.desk.process
        old = self.desk.process
        self._end("supervisor", old.pid)
        old.popen.wait()
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                self.desk.start()
            except RuntimeError:  # it ended: the old children had not, yet
                time.sleep(0.3)
            else:
                return
        raise AssertionError(f"the desk did not start again:\n{self._serve_tail()}")

    def rounds(self, number: int, kinds: tuple[str, ...] = KINDS, seed: int = 1) -> None:
        """Each kind so often, in any order, with pauses of any length between."""
        dice = random.Random(seed)
        order = [kind for kind in kinds for _ in range(number)]
        dice.shuffle(order)
        for kind in order:
            time.sleep(dice.uniform(0.2, 1.6))
            self.kill(kind)

    def end(self) -> Verdict:
        """The client comes to its end, the desk to rest; then the books are compared."""
        assert self.client
        (self.folder / "stop").touch()
        try:
            self.client.popen.wait(200)
        except subprocess.TimeoutExpired as error:
            raise AssertionError(f"the client did not end:\n{self._serve_tail()}") from error
        assert self.client.popen.returncode == 0, self.client.tail()
        return self._when_quiet()

    def _when_quiet(self) -> Verdict:
        deadline = time.monotonic() + QUIET_SECONDS
        while True:
            found = rows.read(self.desk)
            left = sum(self.dovecot.count(box) for box in self.boxes.values())
            if (left == 0 and is_quiet(found)) or time.monotonic() > deadline:
                break
            time.sleep(1)
        return compare(Books(Books.read_log(self.log), found, left, list(self.taken), list(self.kills)))


def to_do(found: rows.Rows) -> int:
    """How many rows of work wait for somebody."""
    return int(
        sum(row["state"] in {"queued", "claimed"} for row in found["outbound"])
        + sum(row["state"] == "received" for row in found["inbound"])
        + sum(row["state"] != 1 for row in found["facts"])
        + sum(row["state"] == 0 for row in found["deliveries"])
    )


def is_quiet(found: rows.Rows) -> bool:
    return to_do(found) == 0


@contextmanager
def stage(desk: Desk, dovecot: DovecotServer, folder: Path) -> Iterator[Stage]:
    """A desk with its company, started; two mailboxes behind their own mail server; the outside's server."""
    boxes = {
        protocol: dovecot.add_user(f"{protocol}-{desk.port}@northwind.example")
        for protocol in ("imap", "pop3")
    }
    ports = {"imap": dovecot.ports.imaps, "pop3": dovecot.ports.pop3s}
    with smtp.running() as sink, smtp.running() as mx:
        mx.deliver = lambda one: dovecot.deliver(one.recipients[0], one.raw)
        plan = Plan(
            sink.port,
            [Box(boxes[protocol], protocol, dovecot.host, ports[protocol]) for protocol in boxes],
        )
        found(desk, plan)
        play = Stage(desk, dovecot, sink, mx, folder, boxes)
        sink.deliver = play.note
        desk.start()
        try:
            yield play
        finally:
            if play.client is not None:
                play.client.stop()
            desk.stop()
