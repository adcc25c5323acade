"""The page for what nobody caught: calm when it is only the database or the files that are away.

A server that was taken over from has its sessions with the database ended: to the page that was under way
that looks like a lost connection, and the truth is that another server is active.
"""

import sys

from django.db import DatabaseError, InterfaceError, connection
from django.http import HttpRequest, HttpResponse
from django.views.defaults import server_error

from clustering import fence
from clustering.middleware import database_away, files_away, unavailable
from common.bucket import ObjectStoreError
from common.patience import AWAY


def handler500(request: HttpRequest) -> HttpResponse:
    """503 with Retry-After while database or files do not answer, else the page of a mistake."""
    error = sys.exc_info()[1]
    if isinstance(error, ObjectStoreError):
        return files_away(request)
    if isinstance(error, AWAY):
        if (held := _asked_again()) is None:
            return database_away(request)
        if not held.mine:
            return unavailable(request, is_change=request.method not in {"GET", "HEAD"})
    return server_error(request)


def _asked_again() -> fence.Held | None:
    """The lease, over a new connection; None when the database does not answer."""
    connection.close()
    try:
        return fence.read()
    except (DatabaseError, InterfaceError):
        connection.close()
        return None
