"""The heartbeat: says every second that the node lives, and takes over when the active one is silent."""

import logging
import threading
from collections import deque

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection

from clustering.jobs.checker import Checker
from clustering.jobs.ousting import Ousting, end_sessions
from clustering.jobs.prober import Prober
from clustering.models import Node
from clustering.selectors import has_failover, state
from clustering.services import beat, may_take_over, practice, register, take_over
from common.clock import boot_seconds

logger = logging.getLogger(__name__)
REMEMBERED_BEATS = 12


class Heartbeat:
    """One beat is `once()`; `run()` beats until `stop` is set and survives a database that is away."""

    def __init__(self, name: str, *, address: str = "", version: str = "") -> None:
        self.name, self.address, self.version = name, address, version
        self.stop = threading.Event()
        self.seen_since: float | None = None  # without a gap since then the database answered
        self.last_beat: float | None = None
        self.is_registered = False
        self.gaps: deque[int] = deque(maxlen=REMEMBERED_BEATS)  # ms between beats, for the page
        self.checker = Checker(name)
        self.prober = Prober(name, address)
        self.ousting = Ousting(name)
        self.last_role: str | None = None

    def once(self) -> bool:
        """One beat. Returns True when this node took over by it."""
        if not self.is_registered or not beat(self.name, ",".join(map(str, self.gaps))):
            register(name=self.name, address=self.address, version=self.version)
            self.is_registered = True
        self._note_time()
        now = state(self.name)
        if now.check_wanted or now.role != self.last_role:
            self.checker.wake.set()
        was_passive, self.last_role = self.last_role == Node.Role.PASSIVE, now.role
        if not has_failover():
            return False
        self.ousting.watch(is_active=now.role == Node.Role.ACTIVE, was_passive=was_passive)
        self.prober.watch(practice.drive(self.name))
        is_silent = now.active_age is None or now.active_age > settings.TAKEOVER_SECONDS
        if now.role != Node.Role.PASSIVE or not is_silent or not self._watched_long():
            return False
        if now.active is not None and may_take_over(self.name):
            end_sessions([now.active])
        taken = take_over(self.name)
        if taken:
            logger.warning(
                "%s was silent for %.1f s: %s is active now", now.active, now.active_age or 0, self.name
            )
        return taken

    def _note_time(self) -> None:
        """A gap of ours (a pause, a database away) says nothing about the other node: start again."""
        moment = boot_seconds()
        if self.last_beat is not None:
            self.gaps.append(int((moment - self.last_beat) * 1000))
        gap = max(3 * settings.HEARTBEAT_SECONDS, 1.5)
        if self.seen_since is None or self.last_beat is None or moment - self.last_beat > gap:
            self.seen_since = moment
        self.last_beat = moment

    def _watched_long(self) -> bool:
        """True when we ourselves have been there long enough to call the silence the other's."""
        return self.seen_since is not None and boot_seconds() - self.seen_since >= settings.TAKEOVER_SECONDS

    def run(self) -> None:
        """Beats until stopped."""
        was_away = False
        self.checker.start()
        while not self.stop.is_set():
            try:
                self.once()
                if was_away:
                    logger.warning("The database answers again")
                was_away = False
            except (DatabaseError, InterfaceError) as error:
                if not was_away:
                    logger.warning("No heartbeat, the database does not answer: %s", error)
                was_away, self.seen_since = True, None
                connection.close()
            self.stop.wait(settings.HEARTBEAT_SECONDS)
        self.checker.stop()
