"""Ending a session of the database from outside, as an administrator of the server would."""

from typing import Any

from django.db import connection

_KILL = {"postgresql": "SELECT pg_terminate_backend(%s, 5000)", "mysql": "KILL CONNECTION %s"}


def kill(session: Any) -> None:
    """Ends a session of the driver, without a word to it, so its transaction stays as it was."""
    number = session.info.backend_pid if connection.vendor == "postgresql" else session.thread_id()
    other = connection.copy()
    other.inc_thread_sharing()
    with other.cursor() as cursor:
        cursor.execute(_KILL[connection.vendor], [number])
    other.close()
