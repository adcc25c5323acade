"""How many mails a second `manage.py import_mail` takes: alone, and several processes side by side."""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.mails import write
from bench.measure import Figures
from tests.servers.desk import ROOT, Desk


def measure(desk: Desk, *, processes: int, count: int, seed: int) -> Figures:
    """The start of the processes, measured with empty folders, is taken off."""
    with tempfile.TemporaryDirectory() as scratch:
        empty, full = Path(scratch, "empty"), Path(scratch, "full")
        for place in range(processes):
            write(empty / str(place), 0, seed=seed)
            write(full / str(place), count // processes, seed=seed * 100 + place)
        start, _failed = _run(desk, empty, processes)
        whole, failed = _run(desk, full, processes)
    seconds = max(0.001, whole - start)
    done = count // processes * processes
    a_mail = round(1000 * seconds * processes / done, 1)
    wrong = round(100 * failed / processes, 2)
    return Figures("mail import", processes, done, round(done / seconds, 1), a_mail, a_mail, a_mail, wrong)


def _run(desk: Desk, folder: Path, processes: int) -> tuple[float, int]:
    """Seconds until the last one has ended, and how many failed."""
    started = time.perf_counter()
    running = [
        subprocess.Popen(
            [sys.executable, "manage.py", "import_mail", str(folder / str(place)), "--department", "Support"],
            cwd=ROOT,
            env=desk.env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for place in range(processes)
    ]
    codes = [process.wait() for process in running]
    return time.perf_counter() - started, sum(code != 0 for code in codes)
