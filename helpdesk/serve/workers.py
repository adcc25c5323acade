"""The other processes of a node: workers of the two queues, their clock, and the heartbeat."""

import logging
import signal
import socket
import warnings
from pathlib import Path

from celery.signals import setup_logging, task_prerun
from django.conf import settings
from django.db import close_old_connections

from clustering.jobs import Heartbeat, Membership
from helpdesk.celery import app
from mail.jobs import fanout

FINISH_SECONDS = 5.0  # less than the supervisor waits


def _keep_logging(**_: object) -> None:
    """Celery leaves logging as Django has set it up, and says only what went wrong."""
    logging.getLogger("celery").setLevel(logging.WARNING)
    logging.getLogger("kombu").setLevel(logging.ERROR)


def _keep_connections() -> None:
    """A task goes on with its thread's connection, as a request does."""
    task_prerun.connect(_drop_old_connections)


def _drop_old_connections(**_: object) -> None:
    close_old_connections()  # too old, or broken by the database's end


def work(queue: str, threads: int) -> None:
    """A worker with a pool of threads: what it waits for is the database and mail servers."""
    setup_logging.connect(_keep_logging)
    _keep_connections()
    warnings.filterwarnings("ignore", module="celery.platforms")  # who runs it is the service unit's matter
    worker = app.Worker(
        hostname=f"{queue}@{settings.NODE_NAME}",
        queues=[queue],
        pool_cls="threads",
        concurrency=threads,
        without_mingle=True,
        without_gossip=True,
        without_heartbeat=True,
        loglevel="WARNING",
        quiet=True,
    )
    try:
        worker.start()
    finally:
        fanout.finish(FINISH_SECONDS)


def beat() -> None:
    """Ticks once a second for each queue. Its schedule lives in memory: a second has nothing to remember."""
    setup_logging.connect(_keep_logging)
    app.Beat(scheduler_cls="celery.beat.Scheduler", loglevel="WARNING", quiet=True, max_interval=1).run()


def heartbeat(address: str) -> None:
    """Says that the node lives, and takes over when the active one does not."""
    beating = Heartbeat(settings.NODE_NAME, address=address, version=settings.VERSION)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: beating.stop.set())
    beating.run()


def membership(address: str) -> None:
    """Of a web member: says that it lives, under its machine's name and port."""
    name = f"{socket.gethostname()}:{address.rpartition(':')[2]}"
    broker = None if settings.REDIS_URL else Path(settings.BROKER_DIR)
    member = Membership(
        name, node=settings.NODE_NAME, address=address, version=settings.VERSION, broker=broker
    )
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: member.stop.set())
    member.run()
