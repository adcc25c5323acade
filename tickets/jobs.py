"""Background threads of tickets: tidying, follow-ups, and what time and numbers bring about."""

import logging

from clustering.threads import background_thread
from common.unit import FenceError
from tickets.selectors.work import due_follow_ups
from tickets.services import desk, followups, uploads

logger = logging.getLogger(__name__)


@background_thread("tickets.tidy", every=300)
def tidy() -> None:
    """Forgets presence of closed pages, old notifications, and uploads whose form was never sent."""
    desk.prune_desk()
    uploads.prune_uploads()


@background_thread("tickets.follow_ups", every=5)
def carry_out_follow_ups() -> int:
    """Each due follow-up in a transaction of its own; one that fails stops no other and comes again."""
    done, last, failure = 0, 0, None
    while ids := due_follow_ups(after=last):
        for follow_up_id in ids:
            try:
                done += followups.carry_out(follow_up_id)
            except FenceError:
                raise
            except Exception as error:  # whatever it is, it concerns this ticket only
                logger.exception("The follow-up %d failed", follow_up_id)
                failure = error
        last = ids[-1]
    if failure is not None:
        raise failure  # seen on the Clustering page
    return done
