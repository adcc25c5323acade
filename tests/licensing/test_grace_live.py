"""Served desks are killed and taken over while a grace period passes: a mail server gets each mail once."""

import json
import random
import signal
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import licences
from tests.live.company import Plan, found, run_module
from tests.servers.desk import Desk
from tests.servers.fixtures import DatabaseFactory
from tests.servers.smtp import Mode, SmtpServer
from tests.waiting import until

pytestmark = pytest.mark.slow
PATIENCE = 180
SETTINGS = {"SEND_DELAY_SECONDS": "0", "WEB_WORKERS": "1", "LICENSOR_URL": ""}
TO = {"admin@northwind.example", "ada@northwind.example"}
BEGAN, ENDING, OVER = "does not fit", "ends on", "is over"

ADA = """
from accounts.models import Role, User
ada = User.objects.create_user("ada", "three blind mice 1789", email="ada@northwind.example",
    email_key="ada@northwind.example", display_name="Ada", is_agent=True)
ada.roles.add(Role.objects.get(builtin="administrator"))
"""
MOVE = "from licensing.services import renew_database_id; renew_database_id()"
# Time passes by so many days: what was noted is so much older.
PASS = """
from datetime import timedelta
from django.db.models import F
from licensing.models import StoredLicense
past = timedelta(days={days})
StoredLicense.objects.update(grace_since=F("grace_since") - past, told_of=F("told_of") - past)
"""
# The threads would look in an hour and in five minutes.
HURRY = """
from clustering.models import ThreadRun
ThreadRun.objects.filter(name__startswith="licence.").update(next_run_at=None)
"""
QUEUED = """
import json
from mail.models import OutboundMail
print(json.dumps([[to, row.subject] for row in OutboundMail.objects.all() for to in row.recipients]))
"""
SEND_NOW = """
from common.clock import database_now
from mail.models import OutboundMail, SmtpAccount
OutboundMail.objects.filter(state="queued").update(next_at=database_now())
SmtpAccount.objects.update(next_at=None)
"""
ACTIVE = "from clustering.selectors import state; print(state().active)"
RAN = """
from clustering.models import ThreadRun
rows = ThreadRun.objects.filter(name__startswith="licence.").exclude(next_run_at=None)
print(rows.filter(claimed_until=None).count())
"""


def shell(desk: Desk, code: str) -> str:
    return desk.manage("shell", "-v0", "-c", code).strip()


def staged(letters: list[tuple[str, str]]) -> Counter[tuple[str, str]]:
    """How often each administrator has which stage, of recipients and subjects."""
    stages = (BEGAN, ENDING, OVER)
    return Counter((to, stage) for to, subject in letters for stage in stages if stage in subject)


def received(sink: SmtpServer) -> Counter[tuple[str, str]]:
    return staged([(to, str(one.message["Subject"])) for one in sink.received for to in one.recipients])


def each_once(*stages: str) -> Counter[tuple[str, str]]:
    return Counter((to, stage) for to in TO for stage in stages)


class Nodes:
    """One desk on SQLite, else two; the first of `desks` is the active one."""

    def __init__(self, url: str, folder: Path, sink: SmtpServer) -> None:
        self.sink = sink
        names = ("one",) if url.startswith("sqlite") else ("one", "two")
        files = f"file://{folder / 'files'}"
        self.desks = [
            Desk(url, folder / name, settings={**SETTINGS, "NODE_NAME": name, "STORAGE_URL": files})
            for name in names
        ]
        first = self.desks[0]
        first.manage("migrate", "--verbosity=0")
        licences.license_desk(first.env)
        found(first, Plan(sink.port))
        shell(first, ADA)

    def start(self) -> None:
        for desk in self.desks:
            desk.start(seconds=PATIENCE)
        for desk in self.desks[1:]:
            until(lambda desk=desk: self._enabled(desk), "a node was not enabled")  # type: ignore[misc]  # bound now

    def _enabled(self, desk: Desk) -> bool:
        try:
            run_module(self.desks[0], "tests.failover.enable", desk.settings["NODE_NAME"])
        except RuntimeError:  # it has not appeared yet, or not yet checked its files
            return False
        return True

    def kill_the_active_one(self) -> None:
        """Somewhere in what the threads do; another takes over, or the same one comes back."""
        gone = self.desks[0]
        shell(gone, HURRY)
        time.sleep(random.uniform(0, 1.5))
        gone.stop(signal.SIGKILL)
        self.desks = [*self.desks[1:], gone]
        name = self.desks[0].settings["NODE_NAME"]
        if len(self.desks) == 1:
            gone.start(seconds=PATIENCE)
        until(lambda: shell(gone, ACTIVE) == name, "nobody took over")
        if len(self.desks) > 1:
            gone.start(seconds=PATIENCE)

    def look(self) -> None:
        """Both threads run twice more, to their end: the one tells only what the other has noted before."""
        for _ in range(2):
            shell(self.desks[0], HURRY)
            until(lambda: shell(self.desks[0], RAN) == "2", "the threads did not run")

    def queued(self) -> Counter[tuple[str, str]]:
        return staged([(to, subject) for to, subject in json.loads(shell(self.desks[0], QUEUED))])

    def stop(self) -> None:
        for desk in self.desks:
            desk.stop()


@pytest.fixture(params=["sqlite", "postgres", "mariadb"])
def nodes(
    request: pytest.FixtureRequest, empty_database: DatabaseFactory, tmp_path: Path, smtp_server: SmtpServer
) -> Iterator[Nodes]:
    made = Nodes(empty_database(request.param), tmp_path, smtp_server)
    try:
        made.start()
        yield made
    finally:
        made.stop()


def test_each_mail_comes_once_whatever_is_killed(nodes: Nodes) -> None:
    """No mail leaves while nodes are killed: what a kill does to a letter on its way is tested elsewhere."""
    sink, stages = nodes.sink, []
    nodes.look()
    assert nodes.queued() == Counter(), "the licence fits"
    shell(nodes.desks[0], MOVE)
    for stage, days in ((BEGAN, 0), (ENDING, 25.5), (OVER, 5)):
        stages.append(stage)
        shell(nodes.desks[0], PASS.format(days=days))
        sink.mode = Mode.TEMPORARY
        nodes.kill_the_active_one()
        nodes.look()
        assert nodes.queued() == each_once(*stages)
        sink.mode = Mode.ACCEPT
        shell(nodes.desks[0], SEND_NOW)
        until(lambda: sum(received(sink).values()) >= 2 * len(stages), f"{stages[-1]!r} did not arrive")
    shell(nodes.desks[0], PASS.format(days=300))
    nodes.kill_the_active_one()
    nodes.look()
    assert nodes.queued() == received(sink) == each_once(BEGAN, ENDING, OVER)
