"""A node that is not active refuses the portal and the workspace, and says what a proxy should do."""

from collections.abc import Callable

from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers

from clustering import fence
from clustering.registry import is_served_when_passive
from common.unit import FenceError

RETRY_AFTER_SECONDS = 5
Next = Callable[[HttpRequest], HttpResponse]


class PassiveMiddleware:
    """503 with Retry-After on nodes that are not active, and when the fence stops a change."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            is_served = is_served_when_passive(request.path) or fence.current().mine
        except (OperationalError, InterfaceError):
            connection.close()
            return database_away(request)
        return self.get_response(request) if is_served else unavailable(request, is_change=False)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, FenceError):
            return unavailable(request, is_change=True)
        return None


def unavailable(request: HttpRequest, *, is_change: bool) -> HttpResponse:
    """The page for people, or one line for programs."""
    headers = {"Retry-After": str(RETRY_AFTER_SECONDS)}
    if "text/html" not in request.headers.get("Accept", "text/html"):
        response = HttpResponse("not active\n", "text/plain", status=503, headers=headers)
    else:
        response = render(request, "clustering/unavailable.html", {"is_change": is_change}, status=503)
        response["Retry-After"] = headers["Retry-After"]
    add_never_cache_headers(response)
    return response


def database_away(request: HttpRequest) -> HttpResponse:
    """As `unavailable`, without asking the database for anything."""
    headers = {"Retry-After": str(RETRY_AFTER_SECONDS)}
    if "text/html" not in request.headers.get("Accept", "text/html"):
        response = HttpResponse("the database does not answer\n", "text/plain", status=503, headers=headers)
    else:
        is_change = request.method not in {"GET", "HEAD"}
        values = {"is_change": is_change, "seconds": RETRY_AFTER_SECONDS}
        response = HttpResponse(render_to_string("clustering/away.html", values), status=503, headers=headers)
    add_never_cache_headers(response)
    return response
