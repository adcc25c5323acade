"""A PostgreSQL server for one test session: loopback, no password, durability off."""

import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from tests.servers.availability import POSTGRES_FOLDERS
from tests.servers.process import Process, as_user, find_program, free_port, give_to

SYSTEM_USER = "postgres"
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")


@dataclass
class PostgresServer:
    port: int
    process: Process | None = None

    def url(self, database: str) -> str:
        return f"postgres://app@127.0.0.1:{self.port}/{database}"

    def run(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)

    def wait(self, seconds: float = 20) -> None:
        """The port is open a moment before the server answers."""
        deadline = time.monotonic() + seconds
        while True:
            try:
                return self.run(sql.SQL("SELECT 1").format())
            except psycopg.OperationalError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)

    def create(self, database: str, template: str = "template0") -> str:
        """A new database, empty or a copy of `template`; returns its URL."""
        self.drop(database)
        self.run(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(database), sql.Identifier(template)
            )
        )
        return self.url(database)

    def drop(self, database: str) -> None:
        self.run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))


@contextmanager
def running(settings: Sequence[str] = FAST) -> Iterator[PostgresServer]:
    """A server until the block ends; with `settings` of one's own, none for a durable one."""
    folder = Path(tempfile.mkdtemp(prefix="helpdesk-postgres-"))
    give_to(folder, SYSTEM_USER)
    try:
        initdb = find_program("initdb", POSTGRES_FOLDERS)
        server = find_program("postgres", POSTGRES_FOLDERS)
        assert initdb
        assert server
        data = str(folder / "data")
        options = ["-A", "trust", "-U", "app", "-N", "-E", "UTF8", "--locale=C.UTF-8", "-D", data]
        command = [*as_user(SYSTEM_USER), initdb, *options]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=folder)
        port = free_port()
        always = ["listen_addresses=127.0.0.1", "unix_socket_directories="]
        flags = [part for setting in [*always, *settings] for part in ("-c", setting)]
        process = Process.start(
            "PostgreSQL",
            [server, "-D", data, "-p", str(port), *flags],
            folder / "log",
            user=SYSTEM_USER,
            cwd=folder,
        )
        try:
            process.wait_for_port(port)
            started = PostgresServer(port, process)
            started.wait()
            yield started
        finally:
            process.stop(signal.SIGQUIT)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
