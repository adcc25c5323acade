"""All enabled rules, compiled once a version and kept by each process."""

import logging
import threading
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Sum

from events.errors import InvalidRuleError, UnknownEventError
from events.evaluator import Compiled, compile_rule
from events.models import Rule
from events.registry import sight

logger = logging.getLogger(__name__)
Version = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """A rule of the book. `owner_id` is 0 for a rule for everybody."""

    id: int
    name: str
    owner_id: int
    compiled: Compiled


@dataclass(frozen=True, slots=True)
class Rulebook:
    version: Version
    by_event: dict[int, tuple[Known, ...]]


_lock = threading.Lock()
_book: Rulebook | None = None


def current() -> Rulebook:
    """One small statement when nothing has changed, one more when something has."""
    global _book  # noqa: PLW0603 - what the process remembers
    version = _version()
    book = _book
    if book is None or book.version != version:
        book = Rulebook(version, _load())
        with _lock:
            _book = book
    return book


def _version() -> Version:
    found = Rule.objects.aggregate(Count("id"), Sum("version"), Max("id"), Max("updated_at"))
    return tuple(found.values())


def _load() -> dict[int, tuple[Known, ...]]:
    by_event: dict[int, list[Known]] = defaultdict(list)
    for rule in Rule.objects.filter(is_enabled=True).order_by("folder", "position", "id"):
        try:
            compiled = compile_rule(rule)
        except (InvalidRuleError, UnknownEventError):
            logger.exception("The rule %d, %s, cannot be used", rule.pk, rule.name)
            continue
        by_event[rule.event_id].append(Known(rule.pk, rule.name, rule.owner_id or 0, compiled))
    return {event_id: tuple(rules) for event_id, rules in by_event.items()}


class Sights:
    """What the owners of agents' rules may see, asked once for each owner and kind of item."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, int], Callable[[dict[str, Any]], bool]] = {}

    def of(self, owner_id: int, item_kind: str) -> Callable[[dict[str, Any]], bool] | None:
        """None for a rule for everybody, which sees all."""
        if not owner_id:
            return None
        key = (item_kind, owner_id)
        if key not in self._found:
            self._found[key] = sight(*key)
        return self._found[key]
