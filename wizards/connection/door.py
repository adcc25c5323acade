"""Who may use the wizard: who can read the console. A link with a token that works once, then a cookie."""

import secrets
import time
from threading import Lock

from django.core.signing import BadSignature, TimestampSigner

COOKIE = "connection_wizard"
COOKIE_SECONDS = 12 * 3600
TRIES, TRIES_SECONDS = 10, 300.0  # from one address
MOST_ADDRESSES = 1000


class Door:
    """One a process: a new start prints a new token. What was opened stays open for the browser's cookie."""

    def __init__(self) -> None:
        self.token = secrets.token_urlsafe(24)
        self._is_used = False
        self._wrong: dict[str, list[float]] = {}
        self._lock = Lock()

    def is_closed_for(self, address: str) -> bool:
        """Too many wrong tokens came from there lately."""
        since = time.monotonic() - TRIES_SECONDS
        return sum(at > since for at in self._wrong.get(address, ())) >= TRIES

    def open_with(self, token: str, address: str) -> bool:
        """True for the right token, once."""
        with self._lock:
            if self.is_closed_for(address):
                return False
            if not self._is_used and secrets.compare_digest(token.encode(), self.token.encode()):
                self._is_used = True
                return True
            if len(self._wrong) >= MOST_ADDRESSES:
                self._wrong.clear()
            self._wrong[address] = [*self._wrong.get(address, [])[-TRIES:], time.monotonic()]
            return False


def cookie() -> str:
    """What the browser of the one who opened the door keeps."""
    return _signer().sign(secrets.token_hex(8))


def is_valid(value: str) -> bool:
    """Whether this is such a cookie, signed here and not too old."""
    try:
        _signer().unsign(value, max_age=COOKIE_SECONDS)
    except BadSignature:
        return False
    return True


def _signer() -> TimestampSigner:
    return TimestampSigner(salt="wizards.connection")


the_door = Door()
