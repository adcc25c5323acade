"""Signals: written in the transaction of the change, so nobody is told of what was rolled back."""

from datetime import timedelta
from typing import Any

from django.db.models import Max
from django.utils import timezone

from common.models import SignalRow
from common.realtime import wake
from common.unit import on_commit, write_late

REVOKE = "revoke"


def signal(channel: str, name: str, data: dict[str, Any] | None = None) -> None:
    """Tells the pages that listen on `channel` ("ticket:5", "group:3", "user:7") to look."""
    write_late(SignalRow(channel=channel, name=name, data=data or {}))
    on_commit(wake.all_processes)


def revoke(user_id: int) -> None:
    """Ends the streams of a person: signed out, or lost a right."""
    signal(f"user:{user_id}", REVOKE, {"user": user_id})


def position() -> int:
    """The last signal's id: a stream opened from here misses nothing that comes later."""
    last: int | None = SignalRow.objects.aggregate(last=Max("id"))["last"]
    return last or 0


def prune(minutes: int = 15) -> int:
    """Deletes signals that every stream has passed. The last row stays: ids must not start anew."""
    old = SignalRow.objects.filter(at__lt=timezone.now() - timedelta(minutes=minutes))
    deleted, _ = old.filter(id__lt=position()).delete()
    return deleted
