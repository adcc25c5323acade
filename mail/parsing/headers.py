"""Header values as people meant them: encoded words, raw 8-bit, broken folding, dates, ids."""

import base64
import binascii
import quopri
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime

from mail.parsing.charsets import decode, storable
from mail.parsing.limits import MAX_HEADER, MAX_ID, MAX_REFERENCES

_WORD = re.compile(r"=\?([^?\s]{0,60})\?([bBqQ])\?([^?]*)\?=")
_BRACKETED = re.compile(r"<\s*([^<>\s]{1,998})\s*>")
_SPACES = re.compile(r"[\s\x00-\x1f\x7f]+")


def raw_values(message: Message, name: str) -> Iterator[str]:
    """All values of a header as they came; 8-bit bytes are surrogates here."""
    wanted = name.lower()
    for key, value in message.raw_items():
        if key.lower() == wanted:
            yield str(value)[:MAX_HEADER]


def raw_value(message: Message, name: str) -> str:
    """The first value as it came, "" when there is none."""
    return next(raw_values(message, name), "")


def readable(value: str) -> str:
    """Raw 8-bit bytes in a header read as UTF-8, else as Western European."""
    if value.isascii():
        return value
    return decode(value.encode("utf-8", "surrogateescape"))[0]


def decoded(value: str) -> str:
    """One line of text out of a raw header value."""
    value = readable(value)
    if "=?" in value:
        value = _decode_words(value)
    return storable(_SPACES.sub(" ", value)).strip()


def _decode_words(value: str) -> str:
    """Neighbouring words of one charset are joined before decoding: senders cut characters in two."""
    out: list[str] = []
    pending: bytes = b""
    charset = ""
    end = 0
    for match in _WORD.finditer(value):
        between = value[end : match.start()]
        name = match[1].split("*")[0].lower()
        if pending and (between.strip() or name != charset):
            out.append(decode(pending, charset)[0])
            pending = b""
        if between.strip() or end == 0:
            out.append(between)
        charset, end = name, match.end()
        pending += _word_bytes(match[2], match[3])
    if pending:
        out.append(decode(pending, charset)[0])
    out.append(value[end:])
    return "".join(out)


def _word_bytes(encoding: str, text: str) -> bytes:
    data = text.encode("utf-8", "replace")
    if encoding in "qQ":
        return quopri.decodestring(data.replace(b"_", b" ").replace(b"\n", b""), header=False)
    return lenient_base64(data)


_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")


def lenient_base64(data: bytes) -> bytes:
    """Base64 with anything else in it, and with or without its padding."""
    digits = _NOT_BASE64.sub(b"", data)
    if len(digits) % 4 == 1:
        digits = digits[:-1]
    try:
        return base64.b64decode(digits + b"=" * (-len(digits) % 4))
    except (binascii.Error, ValueError):
        return b""


def ids(message: Message, name: str) -> tuple[str, ...]:
    """Message ids of a header, without brackets, in their order, each once."""
    found: dict[str, None] = {}
    for value in raw_values(message, name):
        text = readable(value)
        matches = _BRACKETED.findall(text) or [word for word in text.split() if "@" in word]
        for match in matches:
            found.setdefault(storable(match.strip("<>,;"))[:MAX_ID])
    found.pop("", None)
    return tuple(found)[-MAX_REFERENCES:]


def date(message: Message) -> tuple[datetime | None, bool]:
    """The Date header in UTC, and whether it was missing or could be read."""
    value = decoded(raw_value(message, "date"))
    if not value:
        return None, True
    try:
        parsed = parsedate_to_datetime(value[:100])
        if parsed.tzinfo is None:
            parsed = parsed.replace(tzinfo=UTC)
        parsed = parsed.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None, False
    return (parsed, True) if 1980 <= parsed.year <= 2200 else (None, False)
