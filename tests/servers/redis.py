"""A Redis server for one test session: loopback, nothing written to disk."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.servers.process import Process, find_program, free_port


@dataclass
class RedisServer:
    port: int
    process: Process

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"


@contextmanager
def running() -> Iterator[RedisServer]:
    folder = Path(tempfile.mkdtemp(prefix="helpdesk-redis-"))
    program = find_program("redis-server")
    assert program
    port = free_port()
    flags = [
        "--port",
        str(port),
        "--bind",
        "127.0.0.1",
        "--save",
        "",
        "--appendonly",
        "no",
        "--dir",
        str(folder),
    ]
    process = Process.start("Redis", [program, *flags], folder / "log")
    try:
        process.wait_for_port(port)
        yield RedisServer(port, process)
    finally:
        process.stop()
        shutil.rmtree(folder, ignore_errors=True)
