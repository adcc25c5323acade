"""Runs one delivery and records how it ended."""

import logging
import traceback

from common.unit import FenceError
from events import trail
from events.errors import ActionError
from events.models import Delivery
from events.registry import handler
from events.services import end_delivery, give_up, is_rules, perform

logger = logging.getLogger(__name__)
GONE = "The code that registered this reaction is gone."


def run_delivery(delivery: Delivery) -> None:
    """One reaction. Whatever it raises concerns this delivery only."""
    error, is_final = "", False
    try:
        if is_rules(delivery):
            perform(delivery)
            return
        _react(delivery)
    except FenceError:
        raise
    except ActionError as problem:  # said by the action itself, in words for people
        error, is_final = str(problem), problem.permanent
    except Exception:  # a reaction may fail in any way: it is tried again and stays visible
        error = traceback.format_exc(limit=20)
        logger.exception("%s failed on fact %d", delivery.handler, delivery.fact_id)
    state = end_delivery(delivery, error=error, is_final=is_final)
    if state == Delivery.State.DEAD and is_rules(delivery):
        give_up(delivery, error)


def _react(delivery: Delivery) -> None:
    reaction = handler(delivery.fact.event_id, delivery.handler)
    if reaction is None:
        raise ActionError(GONE, permanent=True)
    with trail.led_by(list(delivery.fact.trail)):
        reaction(delivery.fact)
