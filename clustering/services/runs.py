"""Claims and results of background threads."""

from datetime import timedelta

from django.conf import settings
from django.db.models import F

from clustering.facts import with_run
from clustering.models import ThreadRun
from clustering.selectors import due_threads
from clustering.threads import BackgroundThread, all_threads
from common import claims, holder
from common.clock import database_now
from common.unit import write

HAND_OVER_SECONDS = 15  # a wake-up that did not arrive is sent again after this time


@write
def hand_over(queue: str) -> list[tuple[str, int]]:
    """The due threads of a queue with their claims: a worker must begin them soon, or they are due again."""
    names = {thread.name for thread in all_threads() if thread.queue == queue}
    known = set(ThreadRun.objects.filter(name__in=names).values_list("name", flat=True))
    ThreadRun.objects.bulk_create(
        [ThreadRun(name=name) for name in sorted(names - known)], ignore_conflicts=True
    )
    now = database_now()
    _free_of_the_ousted(names)
    rows = claims.take(due_threads(queue, now), now=now, limit=100, seconds=HAND_OVER_SECONDS)
    ThreadRun.objects.filter(pk__in=[row.pk for row in rows]).update(
        claim=F("claim") + 1, holder="", node=settings.NODE_NAME
    )
    return [(row.name, row.claim + 1) for row in rows]


def _free_of_the_ousted(names: set[str]) -> None:
    """A process that was killed, or whose node lost its place since, holds nobody up. Joins the unit."""
    held = ThreadRun.objects.filter(name__in=names).exclude(claimed_until=None)
    for name, claim, by, node in held.values_list("name", "claim", "holder", "node"):
        if holder.is_ousted(by) or (not by and node != settings.NODE_NAME):
            ThreadRun.objects.filter(name=name, claim=claim).update(claimed_until=None, holder="")


@write
def begin_run(thread: BackgroundThread, claim: int) -> int | None:
    """The claim of the run that begins now, or None when `claim` is an old one: another process has it."""
    now = database_now()
    begun = ThreadRun.objects.filter(name=thread.name, claim=claim).update(
        claim=claim + 1,
        claimed_until=now + timedelta(seconds=thread.limit),
        node=settings.NODE_NAME,
        holder=holder.me(),
        last_run_at=now,
    )
    return claim + 1 if begun else None


@write
def end_run(thread: BackgroundThread, claim: int, *, seconds: float, error: str) -> bool:
    """Records a run. False when it took so long that the thread was given to another process."""
    mine = ThreadRun.objects.filter(name=thread.name, claim=claim)
    row = mine.values_list("hour").first()
    if row is None:
        return False
    now, ms = database_now(), int(seconds * 1000)
    return bool(
        mine.update(
            claimed_until=None,
            holder="",
            duration_ms=ms,
            last_error=error[:4000],
            hour=with_run(row[0] or [], now, ms=ms, is_failed=bool(error)),
            next_run_at=now + timedelta(seconds=thread.every),
        )
    )
