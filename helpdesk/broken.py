"""The page for what nobody caught: calm when it is only the database or the files that are away."""

import sys

from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.views.defaults import server_error

from clustering import fence
from clustering.middleware import database_away, files_away
from common.bucket import ObjectStoreError


def handler500(request: HttpRequest) -> HttpResponse:
    """503 with Retry-After while database or files do not answer, else the page of a mistake."""
    error = sys.exc_info()[1]
    if isinstance(error, ObjectStoreError):
        return files_away(request)
    if isinstance(error, OperationalError | InterfaceError) and _is_away():
        return database_away(request)
    return server_error(request)


def _is_away() -> bool:
    connection.close()
    try:
        fence.read()
    except DatabaseError:
        connection.close()
        return True
    return False
