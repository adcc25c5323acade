"""The page for what nobody caught: calm when it is only the database or the files that are away."""

import sys

from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers
from django.views.defaults import server_error

from clustering import fence
from clustering.middleware import RETRY_AFTER_SECONDS, database_away
from common.storeerror import ObjectStoreError


def handler500(request: HttpRequest) -> HttpResponse:
    """503 with Retry-After while database or files do not answer, else the page of a mistake."""
    error = sys.exc_info()[1]
    if isinstance(error, ObjectStoreError):
        return files_away(request)
    if isinstance(error, OperationalError | InterfaceError) and _is_away():
        return database_away(request)
    return server_error(request)


def files_away(request: HttpRequest) -> HttpResponse:
    """What is kept outside the database cannot be had just now."""
    text = render_to_string("files_away.html", {"seconds": RETRY_AFTER_SECONDS})
    response = HttpResponse(text, status=503, headers={"Retry-After": str(RETRY_AFTER_SECONDS)})
    add_never_cache_headers(response)
    return response


def _is_away() -> bool:
    connection.close()
    try:
        fence.read()
    except DatabaseError:
        connection.close()
        return True
    return False
