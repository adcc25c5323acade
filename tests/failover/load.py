"""The load: the client of the crash proof at the proxy's port, and its book, read as it grows."""

import json
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.servers.desk import ROOT
from tests.servers.process import Process
from tests.waiting import until


@dataclass
class Load:
    folder: Path
    port: int
    mx_port: int
    boxes: dict[str, str]
    process: Process | None = None
    runs: int = 0
    offset: int = 0
    acks: list[tuple[float, str]] = field(default_factory=list)  # submissions: when, by which node

    @property
    def log(self) -> Path:
        return self.folder / "client.log"

    def start(self) -> None:
        self.stop()
        stop = self.folder / "stop"
        stop.unlink(missing_ok=True)
        self.log.touch()
        given = {
            "log": str(self.log),
            "stop": str(stop),
            "port": self.port,
            "mx_port": self.mx_port,
            "imap_box": self.boxes["imap"],
            "pop_box": self.boxes["pop3"],
            "pace": float(os.environ.get("FAILOVER_PACE", "0.8")),
            "slow_pace": 15,
            "submitters": 3,
            "first_number": self.runs * 100_000,
        }
        self.runs += 1
        known = len(self.read())
        command = [sys.executable, "-m", "tests.crash.client", json.dumps(given)]
        self.process = Process.start(
            "client", command, self.folder / "client.out", env=dict(os.environ), cwd=ROOT
        )
        until(lambda: len(self.read()) > known, "the client did not begin")

    def end(self) -> None:
        """It brings to its end what it has begun."""
        assert self.process
        (self.folder / "stop").touch()
        self.process.popen.wait(200)
        assert self.process.popen.returncode == 0, self.process.tail()

    def stop(self) -> None:
        if self.process is not None:
            self.process.stop()

    def read(self) -> list[tuple[float, str]]:
        """The submissions acknowledged until now. Raises AssertionError when the client has died."""
        assert self.process is None or self.process.popen.poll() in {None, 0}, self.process.tail()
        with self.log.open("rb") as file:
            file.seek(self.offset)
            data = file.read()
        whole = data.rpartition(b"\n")[0] + b"\n" if b"\n" in data else b""
        self.offset += len(whole)
        for line in map(json.loads, whole.splitlines()):
            self._note(line)
        return self.acks

    def _note(self, line: dict[str, Any]) -> None:
        if line["what"] == "acked" and line["kind"] == "web":
            self.acks.append((line["at"], line["node"]))
