"""What the fence refused to nodes that had lost the lease: counted, for the Clustering page."""

import logging
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError

from clustering.fence import OldWriteError
from clustering.models import RefusedWrite
from common.clock import database_now
from common.unit import FenceError, write

logger = logging.getLogger(__name__)
KEPT_DAYS = 30


def note_refusal(error: FenceError) -> None:
    """One row for what an ousted node still tried; the refusal itself stands either way."""
    if not isinstance(error, OldWriteError):
        return
    try:
        RefusedWrite.objects.create(node=settings.NODE_NAME, epoch=error.epoch, at=database_now())
    except DatabaseError as failure:
        logger.warning("A refused write could not be noted: %s", failure)


@write
def prune_refusals() -> int:
    """Forgets what is older than a month."""
    deleted, _ = RefusedWrite.objects.filter(at__lt=database_now() - timedelta(days=KEPT_DAYS)).delete()
    return deleted
