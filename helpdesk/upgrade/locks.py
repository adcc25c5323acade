"""One upgrade of a database at a time, whoever starts it and wherever. Works before any table exists.

The lock is held by a connection, or an open file: it is free again when the process ends, however it ends.
"""

import fcntl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

Say = Callable[[str], object]
POLL_SECONDS = 0.25
REMIND_SECONDS = 30.0
NAME = "helpdesk upgrade"
NUMBER = 0x68656C70_6465736B  # the same name as a number of 63 bits


class Lock(Protocol):
    """`take` says whether the lock is ours now; `drop` gives it back and may be called twice."""

    def take(self) -> bool: ...

    def drop(self) -> None: ...


class _Session:
    """A lock of a database session: a connection of its own, because migrations may close the other one."""

    def __init__(self, sql: str, params: list[int | str]) -> None:
        self.session: BaseDatabaseWrapper = connection.copy()
        self.sql, self.params = sql, params

    def take(self) -> bool:
        with self.session.cursor() as cursor:
            cursor.execute(self.sql, self.params)
            return bool(cursor.fetchone()[0])

    def drop(self) -> None:
        self.session.close()


class _File:
    """SQLite is one machine: the kernel's lock on a file beside the database."""

    def __init__(self, database: str) -> None:
        path = Path(database).with_name(f"{Path(database).name}.upgrade")
        path.parent.mkdir(parents=True, exist_ok=True)
        self.file: IO[str] = path.open("w")

    def take(self) -> bool:
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def drop(self) -> None:
        self.file.close()


def lock() -> Lock:
    """The lock of the default database."""
    database = str(connection.settings_dict["NAME"])
    if connection.vendor == "postgresql":  # such a lock is the database's
        return _Session("SELECT pg_try_advisory_lock(%s)", [NUMBER])
    if connection.vendor == "mysql":  # and such a one is the server's, so the database is in its name
        return _Session("SELECT GET_LOCK(CONCAT(%s, SHA1(%s)), 0)", [f"{NAME} ", database])
    return _File(database)


@contextmanager
def held(say: Say) -> Iterator[bool]:
    """Waits for the lock; gives whether another one had it. Raises DatabaseError."""
    ours = lock()
    try:
        waited, reminded = False, 0.0
        while not ours.take():
            if not waited or time.monotonic() - reminded > REMIND_SECONDS:
                say("Another server is upgrading the database; waiting until it is done.")
                reminded = time.monotonic()
            waited = True
            time.sleep(POLL_SECONDS)
        yield waited
    finally:
        ours.drop()
