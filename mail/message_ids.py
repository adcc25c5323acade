"""The Message-IDs we give out: they name what a mail belongs to, and nobody else can make them."""

import re
import secrets
from dataclasses import dataclass

from common.secrets import sign
from mail.parsing import ParsedMail

_OURS = re.compile(r"([a-z][a-z_]{1,30})\.(\d{1,19})\.([0-9a-f]{12})\.([0-9a-f]{16})@[\w.\-:\[\]]{1,150}")
_HOST = re.compile(r"[^\w.\-]")


@dataclass(frozen=True, slots=True)
class OwnId:
    """What a Message-ID of ours belongs to, as in ("ticket_message", 42)."""

    kind: str
    item_id: int


def make(kind: str, item_id: int, host: str, *, random: str = "") -> str:
    """A new Message-ID, without angle brackets. `random`, twelve hex digits, is for runs that repeat."""
    random = random or secrets.token_hex(6)
    host = _HOST.sub("", host.rpartition("@")[2]) or "localhost"
    return f"{kind}.{item_id}.{random}.{_signature(kind, item_id, random)}@{host[:150]}"


def read(message_id: str) -> OwnId | None:
    """What the id belongs to; None when it is not ours or was forged."""
    match = _OURS.fullmatch(message_id.strip().strip("<>"))
    if not match or not secrets.compare_digest(match[4], _signature(match[1], int(match[2]), match[3])):
        return None
    return OwnId(match[1], int(match[2]))


def is_forged(message_id: str) -> bool:
    """Looks like one of ours, but was not made by us."""
    return bool(_OURS.fullmatch(message_id.strip().strip("<>"))) and read(message_id) is None


def own_references(mail: ParsedMail) -> tuple[OwnId, ...]:
    """What the mail answers to, nearest first: In-Reply-To, then References from the newest."""
    found: dict[OwnId, None] = {}
    for message_id in (*mail.in_reply_to, *reversed(mail.references)):
        own = read(message_id)
        if own is not None:
            found.setdefault(own)
    return tuple(found)


def _signature(kind: str, item_id: int, random: str) -> str:
    return sign("message-id", f"{kind}.{item_id}.{random}")
