"""The brand of the current request or job, frozen; set by organization's middleware and by jobs."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Site:
    """`id` 0: no brand exists yet. `address` is the base URL without a final slash, `logo` a file's id."""

    id: int
    name: str
    colour: str
    address: str
    sender_name: str
    sender_address: str
    language: str = "en"
    logo: int = 0
    welcome: str = ""


NO_SITE = Site(0, "Help desk", "#0b666a", "http://localhost:8000", "Help desk", "helpdesk@localhost")
_current: ContextVar[Site] = ContextVar("site", default=NO_SITE)


def current() -> Site:
    """The brand in whose name this request or job acts."""
    return _current.get()


@contextmanager
def use(site: Site) -> Iterator[None]:
    """Acts in the name of `site` inside the block."""
    token = _current.set(site)
    try:
        yield
    finally:
        _current.reset(token)
