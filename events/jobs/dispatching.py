"""The dispatcher: wakes up after a commit, fans facts out and runs each reaction alone. Active node only."""

from celery import shared_task
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from clustering import fence
from clustering.threads import background_thread
from common.clock import boot_seconds
from common.unit import FenceError
from events import wake
from events.jobs.running import run_delivery
from events.services import claim_deliveries, fan_out, prune_facts, prune_logs
from events.services import dispatching as steps

AT_A_TIME = 20  # deliveries that are claimed together
MANY = 5  # so many facts at once are worth a second worker thread


@shared_task(name="events.jobs.dispatch", ignore_result=True)
def dispatch() -> int:
    """Fans out all pending facts, then runs what is due; returns how many deliveries it ran."""
    if not fence.read().mine:
        return 0
    try:
        facts = 0
        while found := fan_out():
            facts += found
        if facts > MANY:
            wake.deliverer()
        if facts:
            wake.outside()
        return _deliver_all()
    except FenceError:
        return 0


@shared_task(name="events.jobs.deliver", ignore_result=True)
def deliver() -> int:
    """Runs due deliveries one after another, beside other workers that do the same."""
    if not fence.read().mine:
        return 0
    try:
        return _deliver_all()
    except FenceError:
        return 0


@background_thread("events.sweep", every=2, said=_("Event dispatcher"))
def sweep() -> None:
    """Finds what no wake-up announced: retries whose time has come, and facts after a lost message."""
    dispatch()


@background_thread("events.prune", every=3600, said=_("Old events"))
def prune() -> int:
    """Facts older than FACT_DAYS, and what rules and hooks made of them."""
    while prune_logs(settings.FACT_DAYS):
        pass
    pruned = 0
    while batch := prune_facts(settings.FACT_DAYS):
        pruned += batch
    return pruned


def _deliver_all() -> int:
    """A few at a time; those that are left when too much time has passed are taken when their claim ends."""
    done = 0
    while claimed := claim_deliveries(AT_A_TIME):
        until = boot_seconds() + steps.CLAIM_SECONDS / 2
        for delivery in claimed:
            if boot_seconds() > until:
                break
            run_delivery(delivery)
            done += 1
    return done
