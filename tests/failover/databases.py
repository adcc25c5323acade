"""A database server that loses nothing it has committed, and can be stopped at once and started again."""

import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import MySQLdb  # type: ignore[import-untyped]  # the driver has no types
import psycopg

from tests.servers import mariadb, postgres

NAME = "desk"
# not flushed to the disk, but handed to the kernel with each commit: that survives a killed server
QUICK = {
    "postgres": ("fsync=off", "max_connections=200"),
    "mariadb": ("--innodb-flush-log-at-trx-commit=2",),
}
DURABLE: dict[str, tuple[str, ...]] = {"postgres": ("max_connections=200",), "mariadb": ()}
# what a server far away would have
ELSEWHERE = {"postgres": ("-c", "timezone=Asia/Kolkata"), "mariadb": ("--default-time-zone=+05:30",)}


@dataclass
class Server:
    """`rows()` looks in directly, past the wires that are cut."""

    engine: str
    inner: postgres.PostgresServer | mariadb.MariadbServer

    @property
    def port(self) -> int:
        return self.inner.port

    def url(self, port: int | None = None) -> str:
        return self.inner.url(NAME).replace(f":{self.port}/", f":{port or self.port}/")

    def _connect(self) -> Any:
        if self.engine == "postgres":
            return psycopg.connect(self.url(), autocommit=True, connect_timeout=10)
        return MySQLdb.connect(
            host="127.0.0.1",
            port=self.port,
            user="root",
            database=NAME,
            autocommit=True,
            charset="utf8mb4",
            connect_timeout=10,
            init_command="SET time_zone='+00:00'",
        )

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        connection = self._connect()
        try:
            cursor = connection.cursor()
            cursor.execute(query)
            return list(cursor.fetchall()) if cursor.description else []
        finally:
            connection.close()

    def sessions(self) -> str:
        """What every session does now, and for whom it waits: read when something has gone wrong."""
        query = (
            "SELECT pid, application_name, state, wait_event_type, wait_event, pg_blocking_pids(pid),"
            " now() - xact_start, now() - state_change, left(query, 200) FROM pg_stat_activity"
            " WHERE backend_type = 'client backend' ORDER BY xact_start"
            if self.engine == "postgres"
            else "SELECT p.id, p.command, p.time, p.state, t.trx_started, t.trx_state, t.trx_rows_locked,"
            " left(p.info, 200) FROM information_schema.processlist p"
            " LEFT JOIN information_schema.innodb_trx t ON t.trx_mysql_thread_id = p.id"
            " ORDER BY t.trx_started"
        )
        return "\n".join("  ".join(map(str, row)) for row in self.rows(query))

    def crash(self) -> None:
        """As when the machine of the database goes: nothing is brought to its end."""
        assert self.inner.process
        self.inner.process.stop(signal.SIGQUIT if self.engine == "postgres" else signal.SIGKILL)

    def start(self, *arguments: str) -> None:
        assert self.inner.process
        self.inner.process = self.inner.process.start_again(*arguments)
        self.inner.process.wait_for_port(self.port, 60)
        deadline = time.monotonic() + 60
        while True:
            try:
                self.rows("SELECT 1")
            except (psycopg.OperationalError, MySQLdb.OperationalError):
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)
            else:
                return


@contextmanager
def running(engine: str, settings: dict[str, tuple[str, ...]]) -> Iterator[Server]:
    """An empty database `desk` on a server of its own."""
    chosen: Sequence[str] = settings[engine]
    with (postgres if engine == "postgres" else mariadb).running(chosen) as inner:
        server = Server(engine, inner)
        inner.create(NAME)
        try:
            yield server
        finally:
            if server.inner.process is not None:
                server.inner.process.stop(signal.SIGKILL)
