"""The page for what nobody caught: calm when it is only the database that is away."""

import sys

from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.views.defaults import server_error

from clustering import fence
from clustering.middleware import database_away


def handler500(request: HttpRequest) -> HttpResponse:
    """503 with Retry-After while the database does not answer, else the page of a mistake."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError) and _is_away():
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
