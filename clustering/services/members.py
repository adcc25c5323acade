"""Web members say that they live. Not fenced: those of a passive node do so too."""

from datetime import timedelta

from clustering.models import WebMember
from common.clock import database_now
from common.unit import write_unfenced

FORGOTTEN_HOURS = 24


@write_unfenced
def beat_member(name: str, *, node: str, address: str, version: str) -> None:
    """The web member lives; the ones of yesterday are forgotten."""
    now = database_now()
    values = {"node": node, "address": address[:200], "version": version[:20], "heartbeat_at": now}
    WebMember.objects.update_or_create(name=name[:120], defaults=values)
    WebMember.objects.filter(heartbeat_at__lt=now - timedelta(hours=FORGOTTEN_HOURS)).delete()
