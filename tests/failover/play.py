"""The play: cluster, load and mail servers; `round()` breaks something, `end()` compares the books."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from pathlib import Path

from tests.crash.compare import Books, Taken
from tests.crash.runner import to_do
from tests.failover import ledger
from tests.failover.breaks import KINDS
from tests.failover.cluster import Cluster, founded
from tests.failover.databases import Server
from tests.failover.load import Load
from tests.failover.verdict import Round, Verdict, judge
from tests.live import rows
from tests.live.company import Box, Plan
from tests.servers import smtp
from tests.servers.dovecot import DovecotServer
from tests.servers.smtp import Received
from tests.waiting import until

QUIET_SECONDS = 240  # a mail in the hand of a node that was broken waits for its deadline and a margin


@dataclass
class Play:
    cluster: Cluster
    load: Load
    dovecot: DovecotServer
    boxes: dict[str, str]
    taken: list[Taken] = field(default_factory=list)
    rounds: list[Round] = field(default_factory=list)

    def note(self, one: Received) -> None:
        """Called when the outside has the whole mail, before it says so."""
        message_id = str(message_from_bytes(one.raw)["Message-ID"]).strip().strip("<>")
        self.taken.append(Taken(message_id, one.begun, time.time()))

    def round(self, kind: str, number: int) -> Round:
        """One break, until a client has an acknowledgement again and the broken one may come back."""
        self.cluster.settle()
        broken = KINDS[kind](self.cluster, number)
        after = max(broken.at, broken.after)

        def served() -> tuple[float, str] | None:
            others = (ack for ack in reversed(self.load.read()) if ack[0] > after)
            good = [ack for ack in others if broken.same_may_serve or ack[1] != broken.node.name]
            return min(good, default=None)

        until(lambda: served() is not None, f"{kind}: no service")
        first = served()
        assert first
        broken.mend()
        before = max((at for at, _node in self.load.acks if at <= broken.at), default=broken.at)
        done = Round(
            kind=kind,
            variant=broken.variant,
            at=broken.at,
            until=time.time(),
            before=broken.node.name,
            after=first[1],
            seconds=first[0] - broken.at,
            gap=first[0] - before,
        )
        if done.after != done.before:
            self.cluster.returning.add(done.before)
        self.rounds.append(done)
        return done

    def end(self) -> Verdict:
        """Load and cluster come to rest; then the books are compared."""
        self.cluster.all_back()
        self.load.end()
        found, left = self._rest()
        books = Books(Books.read_log(self.load.log), found, left, list(self.taken), [])
        return judge(books, list(self.rounds), ledger.epochs(self.cluster.server))

    def _rest(self) -> tuple[rows.Rows, int]:
        """What there is when nothing is left to do, or nothing has been done for long. And mails not fetched.

        After hundreds of breaks one after the other, thousands of mails wait: each second of service had
        others to send. That they go out takes as long as it takes.
        """
        least, deadline = None, 0.0
        while True:
            found = rows.read(self.cluster.office)
            left = sum(self.dovecot.count(box) for box in self.boxes.values())
            work = left + to_do(found)
            if least is None or work < least:
                least, deadline = work, time.monotonic() + QUIET_SECONDS
            if work == 0 or time.monotonic() > deadline:
                return found, left
            time.sleep(min(10.0, 1 + work / 200))  # counting takes the processor from those who work


@contextmanager
def playing(server: Server, dovecot: DovecotServer, folder: Path) -> Iterator[Play]:
    """A company on three nodes, not yet started; its mailboxes and the outside's mail server."""
    boxes = {
        protocol: dovecot.add_user(f"{protocol}-{server.port}@northwind.example")
        for protocol in ("imap", "pop3")
    }
    ports = {"imap": dovecot.ports.imaps, "pop3": dovecot.ports.pop3s}
    with smtp.running() as sink, smtp.running() as mx:
        mx.deliver = lambda one: dovecot.deliver(one.recipients[0], one.raw)
        plan = Plan(
            sink.port,
            [Box(boxes[protocol], protocol, dovecot.host, ports[protocol]) for protocol in boxes],
        )
        with founded(server, plan, folder) as cluster:
            play = Play(cluster, Load(folder, cluster.proxy.port, mx.port, boxes), dovecot, boxes)
            sink.deliver = play.note
            try:
                yield play
            finally:
                play.load.stop()
