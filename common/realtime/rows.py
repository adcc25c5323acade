"""Signals: written in the transaction of the change, so nobody is told of what was rolled back."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from common.models import SignalRow
from common.unit import write_late

REVOKE = "revoke"


def signal(channel: str, name: str, data: dict[str, Any] | None = None) -> None:
    """Tells the pages that listen on `channel` ("ticket:5", "group:3", "user:7") to look."""
    write_late(SignalRow(channel=channel, name=name, data=data or {}))


def revoke(user_id: int) -> None:
    """Ends the streams of a person: signed out, or lost a right."""
    signal(f"user:{user_id}", REVOKE, {"user": user_id})


def prune(minutes: int = 15) -> int:
    """Deletes signals that every stream has passed."""
    deleted, _ = SignalRow.objects.filter(at__lt=timezone.now() - timedelta(minutes=minutes)).delete()
    return deleted
