"""Runs background threads, each in a worker thread of its own, so that a slow one delays only itself."""

import logging
import time
import traceback
from functools import partial

from celery import current_app, shared_task

from clustering import fence
from clustering.services import begin_run, end_run, hand_over
from clustering.threads import BackgroundThread, thread
from common.patience import when_it_answers
from common.unit import FenceError

logger = logging.getLogger(__name__)


@shared_task(name="clustering.jobs.run_due", ignore_result=True)
def run_due(queue: str = "work") -> int:
    """Beat's tick: hands the due threads of the queue to its workers. Only the active node has any."""
    if not fence.read().mine:
        return 0
    try:
        due = hand_over(queue)
    except FenceError:
        return 0
    for name, claim in due:
        current_app.send_task(
            "clustering.jobs.run_thread", args=(name, claim), queue=queue, ignore_result=True
        )
    return len(due)


@shared_task(name="clustering.jobs.run_thread", ignore_result=True)
def run_thread(name: str, claim: int) -> bool:
    """One run of one thread; False when it was not ours to run."""
    try:
        declared = thread(name)
    except KeyError:  # the code that declared it is gone
        return False
    try:
        mine = begin_run(declared, claim)
        return mine is not None and _run(declared, mine)
    except FenceError:
        return False


def _run(declared: BackgroundThread, claim: int) -> bool:
    started, error = time.monotonic(), ""
    try:
        declared.body()
    except FenceError as refusal:
        error = str(refusal)  # noted only if this node is the active one again
    except Exception:  # whatever it was, it is recorded, and the next run comes
        error = traceback.format_exc(limit=20)
        logger.exception("The background thread %s failed", declared.name)
    end = partial(end_run, declared, claim, seconds=time.monotonic() - started, error=error)
    return when_it_answers(end, seconds=declared.limit)
