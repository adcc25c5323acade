"""Looks every half minute whether this node may be active, beside the heartbeat: files may hang."""

import logging
import threading

from django.db import DatabaseError, InterfaceError, connection

from clustering.services import check_node

logger = logging.getLogger(__name__)
EVERY_SECONDS, AGAIN_SECONDS = 30.0, 3.0  # AGAIN: until all is well


class Checker(threading.Thread):
    """Ends with the process; `wake` makes it look at once."""

    def __init__(self, name: str) -> None:
        super().__init__(name=f"checks of {name}", daemon=True)
        self.node = name
        self.wake = threading.Event()
        self.is_stopped = False

    def run(self) -> None:
        while not self.is_stopped:
            good = self.once()
            self.wake.wait(EVERY_SECONDS if good else AGAIN_SECONDS)
            self.wake.clear()
        connection.close()

    def once(self) -> bool:
        """True when all is well."""
        try:
            return check_node(self.node)
        except (DatabaseError, InterfaceError):
            connection.close()  # the heartbeat says it
        except Exception:
            logger.exception("The checks of %s failed", self.node)
        return False

    def stop(self) -> None:
        self.is_stopped = True
        self.wake.set()
