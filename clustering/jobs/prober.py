"""While a failover is practised, a node looks ten times a second whether its own pages are open."""

import logging
import threading
from datetime import datetime

from django.db import DatabaseError, InterfaceError, connection

from clustering.gateways.portal import is_open
from clustering.models import Practice
from clustering.selectors import open_practice
from clustering.services.practice import note
from clustering.services.practice.moments import Leg
from common.clock import near_now

logger = logging.getLogger(__name__)
EVERY_SECONDS = 0.1


class Prober:
    """Of one node; `watch` is called at every beat."""

    def __init__(self, name: str, address: str) -> None:
        self.name, self.address = name, address
        self.thread: threading.Thread | None = None

    def watch(self, practice: Practice | None) -> None:
        """Begins to look when a practice has to do with this node; ends by itself."""
        if practice is None or practice.ended_at or self.name not in {practice.home, practice.target}:
            return
        if self.thread is None or not self.thread.is_alive():
            self.thread = threading.Thread(target=self.look, args=(practice,), daemon=True)
            self.thread.start()

    def look(self, practice: Practice) -> None:
        """Until the practice is over: notes when the pages of this node stopped, and when they opened."""
        pause = threading.Event()
        last_open: datetime | None = None
        try:
            current: Practice | None = practice
            while current is not None and current.pk == practice.pk:
                at = near_now()
                # without an address there are no pages here to ask: the lease has to do
                is_ours = is_open(self.address) if self.address else _has_lease(current, self.name)
                last_open = at if is_ours else last_open
                if last_open is not None:
                    self.tell(current, is_ours, last_open)
                pause.wait(EVERY_SECONDS)
                current = open_practice()
        except (DatabaseError, InterfaceError) as error:
            logger.warning("The pages are looked at no more, the database does not answer: %s", error)
        finally:
            connection.close()

    def tell(self, practice: Practice, is_ours: bool, at: datetime) -> None:
        """Whether it is a stop or an opening depends on whose turn it is. Only what is new is written."""
        is_there = practice.state == Practice.State.THERE
        if not is_there and practice.state != Practice.State.RETURNED:
            return
        leg: Leg = "there" if is_there else "back"
        moments = practice.there if is_there else practice.back
        leaves = (self.name == practice.home) == is_there
        if is_ours and not leaves and "opened" not in moments:
            note(practice.pk, leg, "opened", at)
        elif not is_ours and leaves and "stopped" not in moments:
            note(practice.pk, leg, "stopped", at)


def _has_lease(practice: Practice, name: str) -> bool:
    state = Practice.State(practice.state)
    serving = {Practice.State.THERE: practice.target, Practice.State.BACK: practice.target}
    return name == serving.get(state, practice.home)
