"""`parse`: bytes in, a value out, whatever the bytes are."""

import re
from dataclasses import replace
from email.message import Message
from email.parser import BytesHeaderParser, BytesParser
from email.policy import compat32

from common import html as html_tools
from mail.parsing import bodies, headers, quotes, quotes_html
from mail.parsing.addresses import address, addresses
from mail.parsing.files import default_name
from mail.parsing.limits import MAX_BOUNDARIES, MAX_HEAD, MAX_SEPARATORS, MAX_SUBJECT, MAX_TEXT
from mail.parsing.parts import Address, Attachment, ParsedMail

_INTEREST = frozenset(
    {
        "from",
        "to",
        "subject",
        "reply-to",
        "return-path",
        "received",
        "delivered-to",
        "x-original-to",
        "content-type",
    }
    | {
        "auto-submitted",
        "precedence",
        "x-auto-response-suppress",
        "x-autoreply",
        "x-autorespond",
        "x-autoresponse",
    }
    | {
        "x-auto-reply-from",
        "x-mail-autoreply",
        "x-auto-submitted",
        "x-loop",
        "x-failed-recipients",
        "x-desk-mail",
    }
    | {"list-id", "list-unsubscribe", "list-post", "list-help", "feedback-id", "disposition-notification-to"}
    | {"importance", "x-priority", "priority", "authentication-results", "x-spam-flag", "x-spam-status"}
    | {"content-language", "x-mailer", "user-agent", "thread-topic", "thread-index"}
)
_MAX_VALUES = 60
_SPACED_COLON = re.compile(rb"^([!-9;-~]{1,80})[ \t]{1,20}:", re.MULTILINE)


def parse(raw: bytes) -> ParsedMail:
    """The mail as a value. Never raises for what a sender wrote; what is odd stands in `defects`."""
    message, defects = _message(raw)
    found = _bodies(message, raw, defects)
    for code in found.defects:
        defects.setdefault(code)
    sender = _sender(message, defects)
    date, date_ok = headers.date(message)
    if not date_ok:
        defects.setdefault("bad_date")
    has_text, has_html = (any(piece.is_html == kind for piece in found.pieces) for kind in (False, True))
    html = bodies.joined(found, as_html=True) if has_html else ""
    html_new = html_tools.sanitize(quotes_html.cut(html)) if html else ""
    text = bodies.joined(found, as_html=False)[:MAX_TEXT]
    new_text, quoted = quotes.split(text if has_text or not html_new else html_tools.to_text(html_new))
    safe_html = html_tools.sanitize(html) if html else ""
    return ParsedMail(
        message_id=next(iter(headers.ids(message, "message-id")), ""),
        in_reply_to=headers.ids(message, "in-reply-to"),
        references=headers.ids(message, "references"),
        sender=sender,
        reply_to=addresses(message, "reply-to"),
        to=addresses(message, "to"),
        cc=addresses(message, "cc"),
        subject=headers.decoded(headers.raw_value(message, "subject"))[:MAX_SUBJECT],
        date=date,
        text=text.strip(),
        html=safe_html,
        new_text=new_text,
        new_html=html_new,
        quoted_text=quoted,
        attachments=_placed(found.attachments, safe_html),
        headers=_of_interest(message),
        defects=tuple(defects),
        size=len(raw),
        source=message,
    )


def _message(raw: bytes) -> tuple[Message, dict[str, None]]:
    """The tree of parts. One that would cost too much to read is a mail with one text instead."""
    defects: dict[str, None] = {}
    raw = _short_head(_without_envelope(raw), defects)
    low = raw.lower()
    nested = low.count(b"boundary=") + low.count(b"message/rfc822")
    if nested > MAX_BOUNDARIES or (nested and raw.count(b"\n--") > MAX_SEPARATORS):
        defects["part_limit"] = None
        return BytesHeaderParser(policy=compat32).parsebytes(raw), defects
    try:
        return BytesParser(policy=compat32).parsebytes(raw), defects
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError, IndexError, KeyError):
        defects["unreadable_structure"] = None
        return _plain(raw), defects


def _short_head(raw: bytes, defects: dict[str, None]) -> bytes:
    """Without the headers behind the first quarter of a megabyte."""
    ends = [end for mark in (b"\n\n", b"\n\r\n") if (end := raw.find(mark)) != -1]
    end = min(ends, default=len(raw))
    if end <= MAX_HEAD:
        return raw
    defects["head_too_long"] = None
    return raw[: raw.rfind(b"\n", 0, MAX_HEAD) + 1] + raw[end:]


def _plain(raw: bytes) -> Message:
    message = Message(policy=compat32)
    message.set_payload(raw.decode("ascii", "surrogateescape"))
    return message


def _without_envelope(raw: bytes) -> bytes:
    """Without what may stand before the first header, and without blanks before the colons of headers."""
    raw = raw.lstrip(b"\r\n")
    while raw.startswith((b"From ", b">From ")):
        raw = raw.partition(b"\n")[2]
    first = raw[:200].partition(b":")[0]
    if b"\n" in first or not first.endswith((b" ", b"\t")):
        return raw
    head, blank, body = raw.partition(b"\r\n\r\n" if b"\r\n\r\n" in raw else b"\n\n")
    return _SPACED_COLON.sub(rb"\1:", head) + blank + body


def _bodies(message: Message, raw: bytes, defects: dict[str, None]) -> bodies.Bodies:
    try:
        if "part_limit" not in defects:
            return bodies.collect(message)
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError, IndexError):
        defects["unreadable_structure"] = None
    found = bodies.Bodies()
    found.attachments.append(Attachment("message.eml", "message/rfc822", raw))
    return found


def _sender(message: Message, defects: dict[str, None]) -> Address | None:
    for name in ("from", "sender", "return-path"):
        found = addresses(message, name)
        if found:
            if name != "from":
                defects["from_fallback"] = None
            return found[0]
    for value in headers.raw_values(message, "return-path"):
        fallback = address("", value)
        if fallback:
            return fallback
    defects["no_sender"] = None
    return None


def _placed(attachments: list[Attachment], html: str) -> tuple[Attachment, ...]:
    """A file is inline when the HTML shows it by its content id; names are made different."""
    placed: list[Attachment] = []
    names: set[str] = set()
    for number, item in enumerate(attachments, start=1):
        name = item.name or default_name(item.content_type, number)
        if name.lower() in names:
            stem, dot, ending = name.rpartition(".")
            name = f"{stem}-{number}.{ending}" if dot else f"{name}-{number}"
        names.add(name.lower())
        inline = bool(item.content_id) and f"cid:{item.content_id}" in html
        placed.append(replace(item, name=name, inline=inline))
    return tuple(placed)


def _of_interest(message: Message) -> dict[str, tuple[str, ...]]:
    kept: dict[str, list[str]] = {}
    for name, value in message.raw_items():
        key = name.lower()
        if key in _INTEREST and len(kept.setdefault(key, [])) < _MAX_VALUES:
            kept[key].append(headers.decoded(str(value)[:2000]))
    return {key: tuple(values) for key, values in kept.items()}
