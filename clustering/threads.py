"""Background threads: declared by apps, run by the active node only, seen on the Clustering page."""

from collections.abc import Callable
from dataclasses import dataclass

from common.text import Text

Body = Callable[[], object]


@dataclass(frozen=True, slots=True)
class BackgroundThread:
    """`every` and `limit` are seconds; `queue` is Celery's, which runs it; `said` is the name for people."""

    name: str
    every: float
    queue: str
    body: Body
    limit: float
    said: Text = ""


_threads: dict[str, BackgroundThread] = {}


def background_thread(
    name: str, *, every: float, queue: str = "work", limit: float = 300, said: Text = ""
) -> Callable[[Body], Body]:
    """Declares `function` as a background thread of the active node, idempotent and safe to stop anywhere.

    It never runs twice at a time, unless it takes longer than `limit`: then it counts as dead.
    """

    def register(function: Body) -> Body:
        _threads[name] = BackgroundThread(name, every, queue, function, limit, said or name)
        return function

    return register


def all_threads() -> list[BackgroundThread]:
    """All declared threads, by name."""
    return [_threads[name] for name in sorted(_threads)]


def thread(name: str) -> BackgroundThread:
    """Raises KeyError."""
    return _threads[name]
