"""The only process of a web member beside its pages: it says that the member lives, and tidies."""

import logging
import threading
import time
from pathlib import Path

from django.db import DatabaseError, InterfaceError, connection

from clustering.services.members import beat_member

logger = logging.getLogger(__name__)
EVERY_SECONDS = 5.0
OLD_SECONDS = 60.0


class Membership:
    """`run()` goes on until `stop` is set, also while the database is away."""

    def __init__(self, name: str, *, node: str, address: str, version: str, broker: Path | None) -> None:
        self.name, self.node, self.address, self.version = name, node, address, version
        self.broker = broker  # its folder of wake-ups, which no worker reads here
        self.stop = threading.Event()

    def run(self) -> None:
        """Until stopped."""
        while not self.stop.is_set():
            try:
                beat_member(self.name, node=self.node, address=self.address, version=self.version)
            except (DatabaseError, InterfaceError) as error:
                logger.warning("The database does not answer: %s", error)
                connection.close()
            self.tidy()
            self.stop.wait(EVERY_SECONDS)

    def tidy(self) -> int:
        """Wake-ups of pages: the workers of the node find the work itself in rows."""
        old = time.time() - OLD_SECONDS
        files = list(self.broker.glob("*.msg")) if self.broker else []
        gone = [file for file in files if file.stat().st_mtime < old]
        for file in gone:
            file.unlink(missing_ok=True)
        return len(gone)
