"""Which rules led to what happens now: what an action publishes carries the ids of all of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_trail: ContextVar[tuple[int, ...]] = ContextVar("events.trail", default=())


def current() -> list[int]:
    """The rules' ids, the first one first; empty when no rule is the cause."""
    return list(_trail.get())


@contextmanager
def led_by(rule_ids: list[int]) -> Iterator[None]:
    """What is published inside was caused by these rules."""
    token = _trail.set(tuple(rule_ids))
    try:
        yield
    finally:
        _trail.reset(token)
