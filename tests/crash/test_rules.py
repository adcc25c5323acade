"""Rules under kill -9: no action is lost, none happens twice, the order of an item holds."""

import json
import os
import subprocess
import sys

import pytest

from tests.servers.desk import ROOT
from tests.servers.fixtures import DeskFactory

FACTS = 40


@pytest.mark.slow
@pytest.mark.xdist_group("crash")
@pytest.mark.parametrize("engine", ["sqlite", "postgres"])
def test_killed_dispatchers_lose_and_double_nothing(engine: str, desk_factory: DeskFactory) -> None:
    desk = desk_factory(engine)
    kills = int(os.environ.get("RULE_KILLS", "20"))
    done = subprocess.run(
        [sys.executable, "-m", "tests.crash.nest", str(FACTS), str(kills)],
        cwd=ROOT,
        env={**desk.env, "DJANGO_SETTINGS_MODULE": "helpdesk.settings"},
        check=False,
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["struck"] >= kills // 3, "the processes were killed at work"
    assert found["undone"] == 0
    assert found["touched"] == found["different"] == 2 * FACTS + 8, "each action once; eight items"
    assert found["mails"] == FACTS
    assert found["deliveries"] == found["runs"] == 3 * FACTS + 8
    assert found["in_order"]
