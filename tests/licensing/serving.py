"""`manage.py licensor serve` as it is run: a process of its own, with TLS."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from licensing.licensor import Folder
from tests.servers import certificates
from tests.servers.desk import ROOT
from tests.servers.process import Process, free_port


@dataclass(frozen=True)
class Licensor:
    url: str
    folder: Folder
    authority: Path  # whose certificate makes the licensor's one good


@contextmanager
def running(place: Path) -> Iterator[Licensor]:
    """A licensor with a pair of keys of its own, until the end of the block."""
    folder, port = Folder.make(place / "licensor"), free_port()
    pair, authority = certificates.make_signed(place)
    where = ["--host", "127.0.0.1", "--port", str(port), "--per-minute", "1000"]
    tls = ["--certificate", str(pair.certificate), "--certificate-key", str(pair.key)]
    verb = ["licensor", "--folder", str(folder.path), "serve"]
    env = os.environ | {"VAR_DIR": str(place), "DATABASE_URL": "sqlite:///:memory:", "PYTHONUNBUFFERED": "1"}
    log = place / "licensor.log"
    command = [sys.executable, "manage.py", *verb, *where, *tls]
    process = Process.start("licensor", command, log, env=env, cwd=ROOT)
    try:
        _wait(process, log)
        yield Licensor(f"https://localhost:{port}", folder, authority)
    finally:
        process.stop()


def _wait(process: Process, log: Path) -> None:
    deadline = time.monotonic() + 120
    while b"Answering on" not in log.read_bytes():
        if not process.running or time.monotonic() > deadline:
            raise RuntimeError(f"The licensor did not come up:\n{process.tail()}")
        time.sleep(0.1)
