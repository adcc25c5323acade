"""Ticket numbers `PPP-TTTTTTTT-CCCC`: installation, UTC seconds, a counter reserved in blocks."""

import time

from common import options, sequences

INSTALLATION = options.declare("tickets.installation", 0)
_prefix: list[int] = []


def installation() -> int:
    """Three digits that tell this desk's numbers from another's; asked once a process."""
    if not _prefix:
        _prefix.append(int(options.get(INSTALLATION)) % 1000)
    return _prefix[0]


def forget() -> None:
    """After the option was changed."""
    _prefix.clear()


def next_number() -> str:
    """A number nobody has. It identifies and never authorizes."""
    counter = sequences.take("ticket") & 0xFFFF
    return f"{installation():03d}-{int(time.time()):08X}-{counter:04X}"
