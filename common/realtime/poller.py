"""One thread a process reads new signals while anybody listens, and wakes the streams."""

import asyncio
import json
import logging
import threading
import time

import redis
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection

from common.models import SignalRow
from common.realtime import wake
from common.realtime.hub import Hub, Signal
from common.realtime.marks import Mark
from common.realtime.rows import REVOKE

POLL_SECONDS = 0.25
GAP_SECONDS = 20.0  # longer than any transaction may stay open
LOOK_BACK = 500
BATCH = 2000

logger = logging.getLogger(__name__)


class Poller(threading.Thread):
    """Ends by itself when nobody has listened for a while; the next stream starts another."""

    def __init__(self, hub: Hub, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(name="signals", daemon=True)
        self.hub, self.loop = hub, loop
        self.stopping = threading.Event()
        self.last = 0
        self.gaps: dict[int, float] = {}

    def run(self) -> None:
        try:
            self._begin()
            threading.Thread(target=self._listen, name="signal wake-ups", daemon=True).start()
            while not self.stopping.is_set():
                wake.here.wait(POLL_SECONDS)
                wake.here.clear()
                self._guarded_poll()
        finally:
            connection.close()

    def stop(self) -> None:
        self.stopping.set()
        wake.here.set()

    def _begin(self) -> None:
        """Starts a little in the past, so that whoever has a fresh ticket finds what came since."""
        while not self.stopping.is_set():
            try:
                newest = SignalRow.objects.order_by("-id").values_list("id", flat=True).first() or 0
                self.last = max(0, newest - LOOK_BACK)
                floor = self.last
                self.loop.call_soon_threadsafe(self.hub.start, floor, self._read(look_for_gaps=False))
            except (DatabaseError, InterfaceError):
                connection.close()
                self.stopping.wait(1)
            else:
                return

    def _guarded_poll(self) -> None:
        try:
            self._poll()
        except (DatabaseError, InterfaceError) as error:
            logger.warning("Live updates wait: the database does not answer (%s)", error)
            connection.close()
            self.stopping.wait(1)

    def _poll(self) -> None:
        signals = self._read(look_for_gaps=True)
        if signals:
            self.loop.call_soon_threadsafe(self.hub.deliver, signals)

    def _read(self, *, look_for_gaps: bool) -> list[Signal]:
        """The signals that have come since the last time."""
        rows = SignalRow.objects.filter(id__gt=self.last)
        if self.gaps:
            rows = rows | SignalRow.objects.filter(id__in=list(self.gaps))
        found = list(rows.order_by("id").values_list("id", "channel", "name", "data")[:BATCH])
        self._forget_old_gaps()
        signals = []
        for row_id, channel, name, data in found:
            self._advance(row_id, look_for_gaps=look_for_gaps)
            mark = Mark(self.last, frozenset(self.gaps))
            user = int(data.get("user", 0)) if name == REVOKE else 0
            signals.append(Signal(row_id, channel, name, json.dumps(data), mark, user))
        return signals

    def _advance(self, row_id: int, *, look_for_gaps: bool) -> None:
        if row_id <= self.last:
            self.gaps.pop(row_id, None)
            return
        if look_for_gaps or row_id - self.last < 50:
            now = time.monotonic()
            for missing in range(max(self.last + 1, row_id - LOOK_BACK), row_id):
                self.gaps[missing] = now
        self.last = row_id

    def _forget_old_gaps(self) -> None:
        """A number that did not come for so long was rolled back."""
        limit = time.monotonic() - GAP_SECONDS
        for missing in [row_id for row_id, since in self.gaps.items() if since < limit]:
            del self.gaps[missing]

    def _listen(self) -> None:
        """Waits for wake-ups of other processes, where there are any."""
        while not self.stopping.is_set():
            try:
                if settings.REDIS_URL:
                    self._listen_redis()
                elif connection.vendor == "postgresql":
                    self._listen_postgres()
                else:
                    return
            except (redis.RedisError, OSError, DatabaseError, InterfaceError):
                connection.close()
                self.stopping.wait(1)

    def _listen_redis(self) -> None:
        client = redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=2)
        with client.pubsub() as subscription:  # type: ignore[no-untyped-call]  # the library has no types here
            subscription.subscribe(wake.CHANNEL)
            while not self.stopping.is_set():
                if subscription.get_message(ignore_subscribe_messages=True, timeout=1.0) is not None:
                    wake.here.set()

    def _listen_postgres(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"LISTEN {wake.CHANNEL}")
        try:
            while not self.stopping.is_set():
                with connection.wrap_database_errors:  # as our own, when the session is ended
                    for _ in connection.connection.notifies(timeout=1.0, stop_after=1):
                        wake.here.set()
        finally:
            connection.close()
