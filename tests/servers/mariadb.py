"""A MariaDB server for one test session: loopback, no password, durability off."""

import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.servers.process import Process, as_user, find_program, free_port, give_to

SYSTEM_USER = "mysql"
FAST = ("--innodb-flush-log-at-trx-commit=0", "--skip-innodb-doublewrite")


@dataclass
class MariadbServer:
    port: int
    process: Process | None = None

    def url(self, database: str) -> str:
        return f"mysql://root@127.0.0.1:{self.port}/{database}"

    def _client(self, program: str) -> list[str]:
        found = find_program(program)
        assert found
        return [found, "--no-defaults", "--host=127.0.0.1", f"--port={self.port}", "--user=root"]

    def run(self, statement: str) -> None:
        subprocess.run([*self._client("mariadb"), "--execute", statement], check=True)

    def create(self, database: str, template: str | None = None) -> str:
        """A new database, empty or a copy of `template` (keys and foreign keys too); returns its URL."""
        self.drop(database)
        self.run(f"CREATE DATABASE `{database}` CHARACTER SET utf8mb4")
        if template:
            command = [*self._client("mariadb-dump"), "--single-transaction", "--skip-comments", template]
            dump = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
            subprocess.run([*self._client("mariadb"), database], check=True, input=dump)
        return self.url(database)

    def drop(self, database: str) -> None:
        self.run(f"DROP DATABASE IF EXISTS `{database}`")


@contextmanager
def running(settings: Sequence[str] = FAST) -> Iterator[MariadbServer]:
    """A server until the block ends; with `settings` of one's own, none for a durable one."""
    folder = Path(tempfile.mkdtemp(prefix="helpdesk-mariadb-"))
    give_to(folder, SYSTEM_USER)
    try:
        install = find_program("mariadb-install-db")
        server = find_program("mariadbd")
        assert install
        assert server
        data = f"--datadir={folder / 'data'}"
        options = ["--no-defaults", data, "--auth-root-authentication-method=normal", "--skip-test-db"]
        command = [*as_user(SYSTEM_USER), install, *options]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=folder)
        port = free_port()
        flags = [
            f"--port={port}",
            "--bind-address=127.0.0.1",
            f"--socket={folder / 'socket'}",
            f"--pid-file={folder / 'pid'}",
            "--skip-log-bin",
            "--character-set-server=utf8mb4",
            "--max-connections=200",
            *settings,
        ]
        process = Process.start(
            "MariaDB", [server, "--no-defaults", data, *flags], folder / "log", user=SYSTEM_USER, cwd=folder
        )
        try:
            process.wait_for_port(port)
            yield MariadbServer(port, process)
        finally:
            process.stop(signal.SIGKILL)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
