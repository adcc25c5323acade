"""Background threads of tickets: tidying, follow-ups, and what time and numbers bring about."""

import logging

from django.utils.translation import gettext_lazy as _

from clustering.threads import background_thread
from common.clock import database_now
from common.unit import FenceError
from tickets.selectors.watches import count_thresholds, idle_minutes
from tickets.selectors.work import due_follow_ups
from tickets.services import desk, followups, uploads, watching

logger = logging.getLogger(__name__)


@background_thread("tickets.tidy", every=300, said=_("Drafts and uploads left behind"))
def tidy() -> None:
    """Forgets presence of closed pages, old notifications, and uploads whose form was never sent."""
    desk.prune_desk()
    uploads.prune_uploads()


@background_thread("tickets.follow_ups", every=5, said=_("Follow-ups"))
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


@background_thread("tickets.idle", every=20, said=_("Idle tickets"))
def find_idle() -> int:
    """Tickets without activity for as long as some rule waits for, in small transactions."""
    found = 0
    for mark_id in watching.keep_idle_marks(idle_minutes()):
        until = database_now()
        while crossed := watching.look_for_idle(mark_id, until=until):
            found += crossed
            if crossed < watching.CHUNK:
                break
    return found


@background_thread("tickets.counts", every=20, said=_("Ticket counts"))
def compare_counts() -> int:
    """Numbers of open tickets that went past what some rule waits for."""
    return watching.look_at_counts(count_thresholds())
