"""Ticket numbers `PPP-TTTTTTTT-CCCC`: installation, UTC seconds, a counter reserved in blocks."""

import secrets
import time

from common import options, sequences
from common.actor import SYSTEM

INSTALLATION = options.declare("tickets.installation", 0)
_prefix: list[int] = []


def installation() -> int:
    """Three digits that tell this desk's numbers from another's; asked once a process."""
    if not _prefix:
        found = int(options.get(INSTALLATION)) % 1000 or _choose()
        _prefix.append(found)
    return _prefix[0]


def _choose() -> int:
    """A desk chooses its digits when it needs its first number."""
    options.put(INSTALLATION, 1 + secrets.randbelow(999), actor=SYSTEM)
    return int(options.get(INSTALLATION))


def forget() -> None:
    """After the option was changed."""
    _prefix.clear()


def next_number() -> str:
    """A number nobody has. It identifies and never authorizes."""
    counter = sequences.take("ticket") & 0xFFFF
    return f"{installation():03d}-{int(time.time()):08X}-{counter:04X}"
