"""A real PostgreSQL stops for a while under a running desk, and comes back: everybody waits, and goes on."""

import http.client
import signal
import time
from pathlib import Path

import pytest

from tests.helpdesk.test_serve import processes
from tests.servers import postgres
from tests.servers.availability import need
from tests.servers.desk import Desk
from tests.waiting import until

AWAY_SECONDS = 10
STATE = """
from clustering.models import Lease, ThreadRun
from django.db.models import Max
runs = ThreadRun.objects.aggregate(last=Max("last_run_at"))["last"]
print(Lease.objects.get(pk=1).epoch, runs.timestamp() if runs else 0)
"""


def ask(desk: Desk, method: str, path: str) -> tuple[int, str, str]:
    connection = http.client.HTTPConnection("127.0.0.1", desk.port, timeout=30)
    try:
        connection.request(method, path, headers={"Host": "localhost", "Accept": "text/html"})
        answer = connection.getresponse()
        return answer.status, answer.getheader("Retry-After", ""), answer.read().decode()
    finally:
        connection.close()


def state(desk: Desk) -> tuple[int, float]:
    epoch, ran = desk.manage("shell", "-v0", "-c", STATE).split()
    return int(epoch), float(ran)


@pytest.mark.slow
def test_a_database_that_is_away_is_waited_for(tmp_path: Path) -> None:
    need("PostgreSQL")
    with postgres.running(("max_connections=100",)) as server:
        desk = Desk(server.create("desk"), tmp_path, settings={"WEB_WORKERS": "1", "NODE_NAME": "one"})
        desk.manage("upgrade")
        with desk.start():
            until(lambda: desk.status("/readyz") == 200, "ready", 60)
            before, pids = state(desk), {name: ids for name, ids in processes(desk).items() if name != "page"}
            assert server.process
            server.process.stop(signal.SIGINT)
            gone = time.monotonic()
            for method, path in (("GET", "/"), ("GET", "/login"), ("GET", "/settings/"), ("POST", "/submit")):
                status, retry, body = ask(desk, method, path)
                assert (status, retry) == (503, "5"), path
                assert "cannot reach its database" in body
                assert ("Your change was not made" in body) == (method == "POST")
            assert (desk.status("/healthz"), desk.status("/readyz")) == (200, 503)
            time.sleep(max(0, AWAY_SECONDS - (time.monotonic() - gone)))
            server.process = server.process.start_again()
            server.process.wait_for_port(server.port, 60)
            server.wait(60)
            until(lambda: desk.status("/readyz") == 200, "ready again", 60)
            assert ask(desk, "GET", "/login")[0] == 200
            until(lambda: state(desk)[1] > before[1], "background threads run again", 90)
            assert state(desk)[0] == before[0], "nobody took over from anybody"
            now = processes(desk)
            assert {name: now.get(name) for name in pids} == pids, "no process had to be started again"
