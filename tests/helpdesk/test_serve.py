"""`manage.py serve`: starts, answers, brings back what was killed, stops in time, gives place to another."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from common import realtime
from tests.licences import license_desk
from tests.servers.desk import ROOT, Desk
from tests.servers.fixtures import DatabaseFactory, DeskFactory
from tests.waiting import until

CHILDREN = {"heartbeat", "web", "work", "mail", "beat", "page"}


def processes(desk: Desk) -> dict[str, list[int]]:
    """The processes of a node by name, from the kernel's list."""
    assert desk.process
    group = desk.process.pid
    found: dict[str, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            name = (entry / "comm").read_text().strip()
            if name.startswith("desk-") and os.getpgid(int(entry.name)) == group:
                found.setdefault(name.removeprefix("desk-"), []).append(int(entry.name))
        except (OSError, ProcessLookupError):
            continue
    return found


def are_there(found: dict[str, list[int]]) -> bool:
    return set(found) == CHILDREN and len(found["page"]) == 2


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def desk(request: pytest.FixtureRequest, desk_factory: DeskFactory) -> Iterator[Desk]:
    with desk_factory(request.param, NODE_NAME="one").start() as running:
        until(lambda: running.status("/readyz") == 200, "ready", 15)
        yield running


def test_all_processes_are_there(desk: Desk) -> None:
    until(lambda: are_there(processes(desk)), "all processes", 10)
    assert f"http://localhost:{desk.port}" in desk.log.read_text()


def all_have_run(desk: Desk) -> None:
    """Every thread that is declared has its first run, in whichever order the workers take them."""
    code = """
import time
from clustering.models import ThreadRun
from clustering.threads import all_threads
missing = {thread.name for thread in all_threads()}
assert {"events.sweep", "counters.fold", "mail.send"} <= missing, missing
for _ in range(300):
    ended = ThreadRun.objects.exclude(last_run_at=None).exclude(next_run_at=None)
    missing -= set(ended.values_list("name", flat=True))
    if not missing:
        break
    time.sleep(0.1)
print(*sorted(missing))
print(*ThreadRun.objects.exclude(last_error="").values_list("name", "last_error"))"""
    assert desk.manage("shell", "-v0", "-c", code).split() == []


def test_background_threads_run(desk: Desk) -> None:
    all_have_run(desk)


@pytest.mark.parametrize("desk", ["postgres"], indirect=True)  # SQLite has no sessions
def test_its_sessions_say_whose_they_are(desk: Desk) -> None:
    """Pages, workers and heartbeat: another node must be able to end all of them."""
    code = """
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("SELECT application_name FROM pg_stat_activity WHERE datname = current_database()"
                   " AND pid <> pg_backend_pid()"
                   " AND backend_type = 'client backend'")
    print(*{row[0] for row in cursor.fetchall()}, sep="|")"""
    all_have_run(desk)
    assert desk.status("/login") == 200
    assert desk.manage("shell", "-v0", "-c", code).strip() == "helpdesk one"


def test_whatever_is_killed_comes_back(desk: Desk) -> None:
    until(lambda: are_there(processes(desk)), "all processes", 10)
    before = processes(desk)
    for name in sorted(CHILDREN):
        os.kill(before[name][-1], signal.SIGKILL)
    gone = {found[-1] for found in before.values()}

    def are_back() -> bool:
        now = processes(desk)
        alive = {pid for found in now.values() for pid in found}
        return are_there(now) and not gone & alive

    until(are_back, "all processes again", 15)
    until(lambda: desk.status("/readyz") == 200, "ready again", 10)


def test_a_second_start_on_the_same_folder_is_refused(desk: Desk) -> None:
    second = subprocess.run(
        [sys.executable, "manage.py", "serve"],
        cwd=ROOT,
        env=desk.env,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert second.returncode == 1
    assert "already running" in second.stderr
    assert desk.status("/healthz") == 200


def received(browser: socket.socket) -> bytes:
    got = browser.recv(4096)
    assert got, "the stream has ended"
    return got


def open_stream(desk: Desk) -> socket.socket:
    """A stream as a browser holds it open."""
    ticket = realtime.issue(7, ["t"], since=0)  # the desk has this process's key
    browser = socket.create_connection(("127.0.0.1", desk.port), timeout=10)
    browser.sendall(f"GET /stream?ticket={ticket} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    got = b""
    while b": open" not in got:
        got += received(browser)
    assert b"200 OK" in got
    assert b"text/event-stream" in got
    return browser


def test_a_stream_carries_a_signal_of_another_process(desk: Desk) -> None:
    browser = open_stream(desk)
    code = (
        "from common import realtime; from common.unit import run; run(lambda: realtime.signal('t', 'hello'))"
    )
    desk.manage("shell", "-v0", "-c", code)
    browser.settimeout(5)
    got = b""
    while b'"name":"hello"' not in got:
        got += received(browser)
    browser.close()


def test_term_stops_everything_in_time_with_streams_open(desk: Desk) -> None:
    """The last test of this desk."""
    browser = open_stream(desk)
    pids = [pid for found in processes(desk).values() for pid in found]
    started = time.monotonic()
    assert desk.stop(seconds=20) == 0
    assert time.monotonic() - started < 10
    assert not [pid for pid in pids if Path(f"/proc/{pid}").exists()]
    browser.close()


def test_an_old_database_is_refused_in_plain_words(empty_database: DatabaseFactory, tmp_path: Path) -> None:
    desk = Desk(empty_database("sqlite"), tmp_path)
    refused = subprocess.run(
        [sys.executable, "manage.py", "serve"],
        cwd=ROOT,
        env=desk.env,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert refused.returncode == 1
    assert "manage.py upgrade" in refused.stderr


def test_after_a_kill_of_the_supervisor_the_desk_starts_again_at_once(desk_factory: DeskFactory) -> None:
    desk = desk_factory("sqlite").start()
    all_have_run(desk)  # what is in hand is brought to its end, and the first runs are many
    assert desk.process
    os.kill(desk.process.pid, signal.SIGKILL)
    desk.process.popen.wait()
    until(lambda: not processes(desk), "children end with their parent", 10)
    desk.start()
    desk.stop()


def test_a_passive_node_takes_over(desk_factory: DeskFactory, tmp_path: Path) -> None:
    one = desk_factory("postgres", NODE_NAME="one", WEB_WORKERS="1")
    license_desk(one.env)
    one.start()
    shared = {"NODE_NAME": "two", "WEB_WORKERS": "1", "SECRETS_DIR": str(one.var_dir / "secrets")}
    shared["STORAGE_URL"] = f"file://{one.var_dir / 'files'}"
    two = Desk(one.database_url, tmp_path / "two", settings=shared).start()
    try:
        until(lambda: one.status("/readyz") == 200, "one is ready", 60)
        well = (
            "from clustering.models import Node; from clustering.facts import is_good;"
            " print(all(is_good(node.checks) for node in Node.objects.all()))"
        )
        until(lambda: two.manage("shell", "-v0", "-c", well).strip() == "True", "both have checked", 60)
        enable = (
            "from clustering.models import Node; from clustering.services import enable;"
            " from common.actor import SYSTEM; print(enable(Node.objects.get(name='two'), actor=SYSTEM).role)"
        )
        assert two.manage("shell", "-v0", "-c", enable).strip() == "passive"
        time.sleep(6)  # it watches the other long enough to trust its own eyes
        assert (two.status("/readyz"), two.status("/")) == (503, 503)
        assert two.status("/login") == 200
        assert one.process
        os.killpg(one.process.pid, signal.SIGKILL)
        until(lambda: two.status("/readyz") == 200, "takeover", 60)  # how quick it is, the bench says
        assert two.status("/") != 503
        one.process = None
        one.start()  # it comes back as the passive one
        until(lambda: one.status("/readyz") == 503, "one is passive", 60)
        assert two.status("/readyz") == 200
    finally:
        two.stop()
        one.stop()
