"""20,000 ticket numbers from eight processes at once: all different."""

import subprocess
import sys

import pytest

from tests.servers.desk import ROOT
from tests.servers.fixtures import DeskFactory

PROCESSES, EACH = 8, 2500
SCRIPT = f"""
import django; django.setup()
from tickets.services.numbers import next_number
print(*[next_number() for _ in range({EACH})])
"""


@pytest.mark.parametrize("kind", ["sqlite", "postgres", "mariadb"])
def test_numbers_of_many_processes_are_all_different(kind: str, desk_factory: DeskFactory) -> None:
    desk = desk_factory(kind)
    env = {**desk.env, "DJANGO_SETTINGS_MODULE": "helpdesk.settings"}
    running = [
        subprocess.Popen([sys.executable, "-c", SCRIPT], cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)
        for _ in range(PROCESSES)
    ]
    numbers = [number for process in running for number in process.communicate(timeout=300)[0].split()]
    assert all(process.returncode == 0 for process in running)
    assert len(numbers) == len(set(numbers)) == PROCESSES * EACH
