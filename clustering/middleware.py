"""A node that is not active refuses the portal and the workspace, and says what a proxy should do."""

from collections.abc import Callable
from functools import partial

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers

from clustering import fence
from clustering.registry import is_served_when_passive
from common.patience import AWAY
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
        except AWAY:
            connection.close()
            return database_away(request)
        return self.get_response(request) if is_served else unavailable(request, is_change=False)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, FenceError):
            return unavailable(request, is_change=True)
        return None


def unavailable(request: HttpRequest, *, is_change: bool) -> HttpResponse:
    """This server is not the active one."""
    page = partial(render_to_string, "clustering/unavailable.html", {"is_change": is_change}, request)
    return _come_back(request, "not active", page)


def database_away(request: HttpRequest) -> HttpResponse:
    """As `unavailable`, without asking the database for anything."""
    return _come_back(request, "the database does not answer", partial(_away, request, "database"))


def files_away(request: HttpRequest) -> HttpResponse:
    """What is kept outside the database cannot be had just now."""
    return _come_back(request, "the storage of files does not answer", partial(_away, request, "files"))


def _away(request: HttpRequest, what: str) -> str:
    is_change = request.method not in {"GET", "HEAD"}
    values = {"is_change": is_change, "seconds": RETRY_AFTER_SECONDS, "what": what}
    return render_to_string("clustering/away.html", values)


def _come_back(request: HttpRequest, said: str, page: Callable[[], str]) -> HttpResponse:
    """503 with Retry-After: the page for people, or one line for programs."""
    is_page = "text/html" in request.headers.get("Accept", "text/html")
    content, kind = (page(), None) if is_page else (f"{said}\n", "text/plain")
    response = HttpResponse(content, kind, status=503, headers={"Retry-After": str(RETRY_AFTER_SECONDS)})
    add_never_cache_headers(response)
    return response
