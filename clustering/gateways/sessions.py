"""The database's sessions, each with the name of the node that it serves.

A node that is frozen keeps its sessions, and they keep their locks: whoever waits in one of them for another
gets the lock when that one is timed out, and holds it as long again. So the node that takes over ends them.
"""

import hashlib
import logging
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import DatabaseError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.backends.utils import CursorWrapper

logger = logging.getLogger(__name__)
_MARK_MYSQL = "SELECT GET_LOCK(CONCAT(%s, CONNECTION_ID()), 0)"
_FIND = {
    # ends what it finds
    "postgresql": """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE application_name = %s AND datname = current_database() AND usename = current_user
        AND pid <> pg_backend_pid()""",
    # the lock of a name is held by the session that its name ends with
    "mysql": """SELECT id FROM information_schema.processlist
        WHERE db = DATABASE() AND id <> CONNECTION_ID() AND IS_USED_LOCK(CONCAT(%s, id)) = id""",
}
_BEGUN = {
    "postgresql": "xact_start < %s",
    "mysql": "time > TIMESTAMPDIFF(SECOND, %s, UTC_TIMESTAMP(6))",
}
_LONGEST_NAME = 63  # of an application on PostgreSQL; of a lock on MySQL: 64
_NODE = "SERVES_NODE"  # in the settings of a connection
_GONE, _NOT_OURS = 1094, 1095  # MySQL: no such session; one of another account


def mark(node: str) -> None:
    """Connections that this process makes from now on say that they are the node's."""
    if connection.vendor == "postgresql":
        connection.settings_dict["OPTIONS"]["application_name"] = _application(node)
    elif connection.vendor == "mysql":
        connection.settings_dict[_NODE] = node
        connection_created.connect(_hold_name, dispatch_uid=__name__)


def _hold_name(*, connection: BaseDatabaseWrapper, **_: object) -> None:
    """Some clusters of MySQL refuse such locks: the desk works without, only nobody can end its sessions."""
    if (node := connection.settings_dict.get(_NODE)) is None:
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute(_MARK_MYSQL, [_lock(node)])
    except DatabaseError as error:
        _warn(str(error))


@lru_cache(maxsize=8)
def _warn(error: str) -> None:
    """Once a process, not once a connection."""
    logger.warning("The database does not say whose sessions are whose: %s", error)


def end(nodes: Iterable[str], *, begun_before: datetime | None = None) -> int:
    """Ends the sessions of other nodes; what they had not committed is undone. Returns how many there were.

    With `begun_before` only those that have been in the same transaction (MySQL and MariaDB: in the same
    command, or idle) since then. Nothing happens to those of another account of the database.
    """
    how = {"postgresql": _end_postgres, "mysql": _end_mysql}.get(connection.vendor)
    return sum(how(node, begun_before) for node in nodes) if how else 0


def _application(node: str) -> str:
    name = f"helpdesk {node}"
    fits = name.isascii() and len(name) <= _LONGEST_NAME  # other letters are kept as question marks
    return name if fits else f"helpdesk {_short(node)}"


def _lock(node: str) -> str:
    """Locks are the server's: the name of the database is part of it."""
    return f"helpdesk.{_short(str(connection.settings_dict['NAME']) + ' ' + node)}."


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def _found(cursor: CursorWrapper, vendor: str, name: str, begun_before: datetime | None) -> list[Any]:
    sql, values = _FIND[vendor], list[Any]([name])
    if begun_before is not None:
        sql, values = f"{sql} AND {_BEGUN[vendor]}", [name, begun_before]
    cursor.execute(sql, values)
    return [row[0] for row in cursor.fetchall()]


def _end_postgres(node: str, begun_before: datetime | None) -> int:
    with connection.cursor() as cursor:
        return len(_found(cursor, "postgresql", _application(node), begun_before))


def _end_mysql(node: str, begun_before: datetime | None) -> int:
    with connection.cursor() as cursor:
        found = _found(cursor, "mysql", _lock(node), begun_before)
        return sum(_kill(cursor, int(session)) for session in found)


def _kill(cursor: CursorWrapper, session: int) -> bool:
    """False where it has gone by itself, or is another account's."""
    try:
        cursor.execute("KILL CONNECTION %s", [session])
    except DatabaseError as error:
        if error.args[:1] not in {(_GONE,), (_NOT_OURS,)}:
            raise
        return False
    return True
