"""The history of an item: entries written by services, rendered through registered sentences."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from common.actor import Actor
from common.models import AuditEntry
from common.unit import write_late

Sentence = Callable[[dict[str, Any]], "SafeString | str"]
_sentences: dict[str, Sentence] = {}


def sentence(action: str) -> Callable[[Sentence], Sentence]:
    """Registers the human sentence of an action. It gets the entry's data and returns escaped HTML."""

    def register(function: Sentence) -> Sentence:
        _sentences[action] = function
        return function

    return register


def render(entry: AuditEntry) -> SafeString:
    """The entry as a sentence; an action without one shows its name, so nothing is hidden."""
    function = _sentences.get(entry.action)
    return format_html("{}", function(entry.data) if function else entry.action)


def sentences() -> frozenset[str]:
    """The actions that have a sentence."""
    return frozenset(_sentences)


def record(
    item_kind: str,
    item_id: int,
    action: str,
    actor: Actor,
    data: dict[str, Any] | None = None,
    *,
    at: datetime | None = None,
) -> AuditEntry:
    """Adds a line to the item's history, at the end of the current unit. Secrets never belong into `data`."""
    entry = AuditEntry(
        item_kind=item_kind,
        item_id=item_id,
        action=action,
        data=data or {},
        at=at or timezone.now(),
        **actor.columns,
    )
    write_late(entry)
    return entry


def history(item_kind: str, item_id: int) -> QuerySet[AuditEntry]:
    """All lines of an item, oldest first. The caller has checked that the viewer may see the item."""
    return AuditEntry.objects.filter(item_kind=item_kind, item_id=item_id).order_by("id")
