"""Which threads a request runs in: what may wait for a customer's server has threads of its own.

A provider that hangs holds a thread until its time limit. Were these the threads of all pages, a handful of
such waits would stop the desk. So doors that ask before they let in have one lane, and parts of a page that
come later another; the pages themselves never stand behind either.
"""

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.http import HttpResponse

_SENT = re.compile(r"/(login(\.aspx)?|agent/new)/?")
_ALWAYS = re.compile(r"/submit/?")  # its first page may ask which fields it is to show
_ASIDE = re.compile(r"/agent/tickets/[^/]+/outside/?")
MAX_WAITING = 32  # parts of pages that wait for a thread; more are told to come later


class Lane:
    """A pool of threads, and how many of its requests are not answered yet. Used by one event loop."""

    def __init__(self, name: str, threads: int, limit: int = 0) -> None:
        self.pool = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self.limit = limit
        self.open = 0

    @property
    def is_full(self) -> bool:
        return bool(self.limit) and self.open >= self.limit

    def __enter__(self) -> "Lane":
        self.open += 1
        return self

    def __exit__(self, *error: object) -> None:
        self.open -= 1


class Lanes:
    """The lanes of a process."""

    def __init__(self, threads: int) -> None:
        few = max(2, threads // 2)
        self.pages = Lane("pages", threads)
        self.doors = Lane("doors", few)
        self.asides = Lane("asides", few, limit=MAX_WAITING)

    def of(self, scope: dict[str, Any]) -> Lane:
        """The lane of a request."""
        path = scope["path"]
        if _ASIDE.fullmatch(path):
            return self.asides
        is_door = _ALWAYS.fullmatch(path) or (scope["method"] == "POST" and _SENT.fullmatch(path))
        return self.doors if is_door else self.pages


def come_later() -> HttpResponse:
    """The part stays away; the page has all else."""
    return HttpResponse(status=204)
