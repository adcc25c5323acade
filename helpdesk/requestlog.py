"""One line a request, when REQUEST_LOG is on. The route's pattern stands in it, never the path: paths and
queries carry links that authorize."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

_logger = structlog.get_logger("helpdesk.requests")


class Line:
    """What is known of a request when it ends."""

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}

    def note(self, request: HttpRequest | None, response: HttpResponseBase) -> None:
        self.values["status"] = response.status_code
        if request is None:
            return
        match = request.resolver_match
        self.values["route"] = f"/{match.route}" if match is not None else "unknown"
        user = getattr(request, "_cached_user", None)  # who was looked up anyway; the log asks nothing
        if user is not None:
            self.values["user"] = user.pk


@contextmanager
def measured(scope: dict[str, Any]) -> Iterator[Line]:
    """Writes the line when the block ends."""
    line, started = Line(), time.perf_counter()
    try:
        yield line
    finally:
        if settings.REQUEST_LOG:
            ms = round((time.perf_counter() - started) * 1000, 1)
            _logger.info("request", method=scope["method"], ms=ms, node=settings.NODE_NAME, **line.values)
