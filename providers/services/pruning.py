"""Forgets what the log need not keep."""

from datetime import timedelta

from common.clock import database_now
from common.unit import write
from providers.models import Call, Description

KEEP = timedelta(days=30)
UNUSED = timedelta(days=90)
_STEP = 500


def prune() -> int:
    """Calls older than a month, and descriptions that nobody has read for long."""
    deleted = 0
    while step := _prune_step():
        deleted += step
    return deleted


@write
def _prune_step() -> int:
    now = database_now()
    old = list(Call.objects.filter(at__lt=now - KEEP).order_by("at").values_list("id", flat=True)[:_STEP])
    deleted = Call.objects.filter(id__in=old).delete()[0] if old else 0
    return deleted + Description.objects.filter(read_at__lt=now - UNUSED).delete()[0]
