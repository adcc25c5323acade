"""Delivery reports, abuse reports and read receipts inside a mail (RFC 3464, 5965, 8098)."""

import re
from email.message import Message

from mail.parsing.bodies import content_type, flat, inner_messages, payload_bytes
from mail.parsing.charsets import decode
from mail.parsing.headers import decoded, ids, raw_value
from mail.parsing.limits import MAX_PARTS
from mail.parsing.ses import Failure, Report, ses_report

_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w.-]{1,189}")
_STATUS = re.compile(r"\b([245])\.\d{1,3}\.\d{1,3}\b")
_MESSAGE_ID = re.compile(r"^\s{0,8}message-id\s{0,3}:\s{0,8}<([^<>\s]{3,250})>", re.IGNORECASE | re.MULTILINE)
_RETURNED = (
    "message/rfc822",
    "text/rfc822-headers",
    "message/rfc822-headers",
    "message/global",
    "message/global-headers",
)


def find(message: Message) -> Report | None:
    """The report that the mail carries itself, not one inside a mail that it forwards."""
    parts = own_parts(message)
    original = original_id(parts)
    for part in parts:
        kind = content_type(part)
        if kind in ("message/delivery-status", "message/global-delivery-status"):
            return Report("delivery", _failures(parts), original)
        if kind == "message/feedback-report":
            fields = _fields(part)
            feedback = next((block["feedback-type"] for block in fields if "feedback-type" in block), "abuse")
            address = next((block["original-rcpt-to"] for block in fields if "original-rcpt-to" in block), "")
            failures = (Failure(_address(address), "failed", "", feedback),) if address else ()
            return Report("feedback", failures, original, feedback.lower())
        if kind == "message/disposition-notification":
            named = next(
                (block["original-message-id"] for block in _fields(part) if "original-message-id" in block),
                "",
            )
            return Report("disposition", (), named.strip("<> ") or original)
    return ses_report(_text(parts[0])) if len(parts) == 1 else None


def own_parts(message: Message) -> list[Message]:
    """The parts without what is inside of returned or forwarded mails."""
    found: list[Message] = []
    stack = [message]
    while stack and len(found) < MAX_PARTS:
        part = stack.pop()
        found.append(part)
        if content_type(part).startswith("multipart/"):
            stack.extend(reversed(inner_messages(part)))
    return found


def original_id(parts: list[Message]) -> str:
    """The Message-ID of the mail that the report is about, "" when it does not say."""
    for part in parts:
        if content_type(part) in _RETURNED:
            inner = next(iter(inner_messages(part)), None)
            found = ids(inner, "message-id") if inner is not None else ()
            found = found or tuple(_MESSAGE_ID.findall(_text(part))[:1])
            if found:
                return found[0]
    for part in parts[1:]:
        if not inner_messages(part):
            match = _MESSAGE_ID.search(_text(part))
            if match:
                return match[1]
    match = _MESSAGE_ID.search(_text(parts[0])) if not inner_messages(parts[0]) else None
    return match[1] if match else ""


def _text(part: Message) -> str:
    if inner_messages(part):
        return decode(b"\n".join(flat(inner) for inner in inner_messages(part)))[0][:200_000]
    return decode(payload_bytes(part)[:200_000])[0]


def _fields(part: Message) -> list[dict[str, str]]:
    """The blocks of a report as lower-case fields; a block is a mail header of its own."""
    blocks = [
        {name.lower(): decoded(str(value)[:2000]) for name, value in inner.raw_items()}
        for inner in inner_messages(part)
    ]
    blocks = [block for block in blocks if block]
    if not blocks or content_type(part) == "message/feedback-report":
        text = _text(part).replace("\r\n", "\n")
        for chunk in text.split("\n\n")[:MAX_PARTS]:
            lines = re.sub(r"\n[ \t]+", " ", chunk).split("\n")
            pairs = (line.partition(":") for line in lines if ":" in line)
            blocks.append({name.strip().lower(): value.strip() for name, _, value in pairs})
    return blocks


def _failures(parts: list[Message]) -> tuple[Failure, ...]:
    found: dict[tuple[str, str], Failure] = {}
    for part in parts:
        if "delivery-status" not in content_type(part):
            continue
        for block in _fields(part):
            recipient = block.get("final-recipient") or block.get("original-recipient") or ""
            action = block.get("action", "").split()[:1]
            if not recipient and not action:
                continue
            status = _STATUS.search(block.get("status", "") or block.get("diagnostic-code", ""))
            failure = Failure(
                address=_address(recipient),
                action=action[0].lower().strip(";,") if action else "failed",
                status=status[0] if status else "",
                diagnostic=block.get("diagnostic-code", "").partition(";")[2].strip()[:500],
            )
            found.setdefault((failure.address, failure.action), failure)
    return tuple(found.values())


def _address(value: str) -> str:
    match = _ADDRESS.search(value)
    return match[0] if match else ""


def subject_of_original(message: Message) -> str:
    """The subject of the returned mail, for those that carry no id."""
    for part in own_parts(message):
        inner = next(iter(inner_messages(part)), None) if content_type(part) in _RETURNED else None
        if inner is not None:
            return decoded(raw_value(inner, "subject"))
    return ""
