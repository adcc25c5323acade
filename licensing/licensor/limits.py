"""How often one address may ask."""

import threading
import time


class Limit:
    """`per_minute` questions an address and minute; counted in this process, old addresses are forgotten."""

    def __init__(self, per_minute: int) -> None:
        self.per_minute = per_minute
        self._lock = threading.Lock()
        self._minute = 0
        self._asked: dict[str, int] = {}

    def hit(self, address: str) -> bool:
        """Counts one question; False when it is one too many."""
        minute = int(time.monotonic() // 60)
        with self._lock:
            if minute != self._minute:
                self._minute, self._asked = minute, {}
            self._asked[address] = self._asked.get(address, 0) + 1
            return self._asked[address] <= self.per_minute
