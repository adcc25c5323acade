"""The database's sessions, each with the name of the node that it serves.

A node that is frozen keeps its sessions, and they keep their locks: whoever waits in one of them for another
gets the lock when that one is timed out, and holds it as long again. So the node that takes over ends them.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import DatabaseError, connection
from django.db.backends.utils import CursorWrapper

_END_POSTGRES = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE application_name = %s AND datname = current_database() AND usename = current_user
    AND pid <> pg_backend_pid()"""
# the lock of a name is held by the session that its name ends with
_FIND_MYSQL = """SELECT id FROM information_schema.processlist
    WHERE db = DATABASE() AND id <> CONNECTION_ID() AND IS_USED_LOCK(CONCAT(%s, id)) = id"""
_LONGEST_NAME = 63  # of an application on PostgreSQL, in bytes; of a lock on MySQL: 64
_GONE, _NOT_OURS = 1094, 1095  # MySQL: no such session; one of another account


def mark(node: str) -> None:
    """Connections that this process makes from now on say that they are the node's."""
    options = connection.settings_dict["OPTIONS"]
    if connection.vendor == "postgresql":
        options["application_name"] = _application(node)
    elif connection.vendor == "mysql":
        name = f"GET_LOCK(CONCAT('{_lock(node)}', CONNECTION_ID()), 0)"
        options["init_command"] = f"{options['init_command']}, @helpdesk_session = {name}"


def end(nodes: Iterable[str], *, begun_before: datetime | None = None) -> int:
    """Ends the sessions of other nodes; what they had not committed is undone. Returns how many there were.

    With `begun_before` only those that have been in the same transaction (MySQL and MariaDB: in the same
    command, or idle) since then. Nothing happens to those of another account of the database.
    """
    how = {"postgresql": _end_postgres, "mysql": _end_mysql}.get(connection.vendor)
    return sum(how(node, begun_before) for node in nodes) if how else 0


def _application(node: str) -> str:
    name = f"helpdesk {node}"
    return name if len(name.encode()) <= _LONGEST_NAME else f"helpdesk {_short(node)}"


def _lock(node: str) -> str:
    """Locks are the server's: the name of the database is part of it."""
    return f"helpdesk.{_short(str(connection.settings_dict['NAME']) + ' ' + node)}."


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def _end_postgres(node: str, begun_before: datetime | None) -> int:
    sql, values = _END_POSTGRES, list[Any]([_application(node)])
    if begun_before is not None:
        sql, values = f"{sql} AND xact_start < %s", [*values, begun_before]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return len(cursor.fetchall())


def _end_mysql(node: str, begun_before: datetime | None) -> int:
    sql, values = _FIND_MYSQL, list[Any]([_lock(node)])
    if begun_before is not None:
        sql, values = f"{sql} AND time > TIMESTAMPDIFF(SECOND, %s, UTC_TIMESTAMP(6))", [*values, begun_before]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        found = [int(row[0]) for row in cursor.fetchall()]
        return sum(_kill(cursor, session) for session in found)


def _kill(cursor: CursorWrapper, session: int) -> bool:
    """False where it has gone by itself, or is another account's."""
    try:
        cursor.execute("KILL CONNECTION %s", [session])
    except DatabaseError as error:
        if error.args[:1] not in {(_GONE,), (_NOT_OURS,)}:
            raise
        return False
    return True
