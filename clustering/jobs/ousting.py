"""What an ousted node still holds in the database is taken from it."""

import logging
from collections.abc import Iterable
from datetime import datetime

from django.db import DatabaseError

from clustering.gateways import sessions
from clustering.selectors import lease, nodes
from common.clock import boot_seconds

logger = logging.getLogger(__name__)
GRACE_SECONDS = 2.0  # a living node that was switched off ends what it has in hand


class Ousting:
    """After a switch: the node that was active may be frozen, or well. `watch()` comes with each beat."""

    def __init__(self, name: str) -> None:
        self.node = name
        self.due: float | None = None

    def watch(self, *, is_active: bool, was_passive: bool) -> None:
        """What the node is now, and whether it was passive at the beat before."""
        if not is_active:
            self.due = None
        elif was_passive:
            self.due = boot_seconds() + GRACE_SECONDS
        if self.due is None or boot_seconds() < self.due:
            return
        self.due = None
        others = [node.name for node in nodes() if node.name != self.node]
        held = lease()
        if held.node is not None and held.node.name == self.node and held.taken_at is not None:
            end_sessions(others, begun_before=held.taken_at)


def end_sessions(of: Iterable[str], *, begun_before: datetime | None = None) -> int:
    """As `sessions.end`; where the database refuses it, its own limits end them later."""
    try:
        ended = sessions.end(of, begun_before=begun_before)
    except DatabaseError as error:
        logger.warning("Sessions of another server could not be ended: %s", error)
        return 0
    if ended:
        logger.warning("%s sessions of another server with the database were ended", ended)
    return ended
