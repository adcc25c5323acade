"""The other processes of a node: workers of the two queues, their clock, and the heartbeat."""

import logging
import signal
import warnings

from celery.signals import setup_logging
from django.conf import settings

from clustering.jobs import Heartbeat
from helpdesk.celery import app


def _keep_logging(**_: object) -> None:
    """Celery leaves logging as Django has set it up, and says only what went wrong."""
    logging.getLogger("celery").setLevel(logging.WARNING)
    logging.getLogger("kombu").setLevel(logging.ERROR)
    warnings.filterwarnings("ignore", module="celery.platforms")  # who runs it is the unit file's matter


def heartbeat(address: str) -> None:
    """Says that the node lives, and takes over when the active one does not."""
    beating = Heartbeat(settings.NODE_NAME, address=address, version=settings.VERSION)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: beating.stop.set())
    beating.run()
