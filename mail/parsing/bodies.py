"""Walks the parts of a mail: which are its text, which are files. The sender's tree is only a hint."""

import quopri
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message

from common import html as html_tools
from mail.parsing import files, uu
from mail.parsing.charsets import decode
from mail.parsing.headers import decoded, lenient_base64, raw_value
from mail.parsing.limits import MAX_DEPTH, MAX_HTML, MAX_PARTS, MAX_TEXT
from mail.parsing.parts import Attachment

_BODY_TYPES = frozenset({"text/plain", "text/html", "text/enriched"})


@dataclass(frozen=True, slots=True)
class Piece:
    """One body. Pieces of one `group` (never 0) say the same in two formats."""

    content: str
    is_html: bool
    group: int


@dataclass(slots=True)
class Bodies:
    """What was found so far."""

    pieces: list[Piece] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    defects: dict[str, None] = field(default_factory=dict)
    parts: int = 0

    def note(self, code: str) -> None:
        self.defects.setdefault(code)


def collect(message: Message) -> Bodies:
    """Every part of the mail, as text or as file."""
    found = Bodies()
    _walk(message, found, depth=0, group=0)
    return found


def _walk(part: Message, found: Bodies, *, depth: int, group: int) -> None:
    found.parts += 1
    for defect in part.defects[:3]:
        found.note(f"structure:{type(defect).__name__}")
    if found.parts > MAX_PARTS:
        found.note("part_limit")
        return
    kind = content_type(part)
    children = part.get_payload()
    if (kind == "message/rfc822" and depth > 0) or depth > MAX_DEPTH:
        _keep_message(part, found, too_deep=depth > MAX_DEPTH)
    elif isinstance(children, list) and kind.startswith("message/") and depth > 0:
        _keep_report(part, found)
    elif isinstance(children, list):
        group = found.parts if kind == "multipart/alternative" else group
        for child in inner_messages(part):
            _walk(child, found, depth=depth + 1, group=group)
    else:
        _leaf(part, kind, found, group)


def content_type(part: Message) -> str:
    """The declared type, "text/plain" when it cannot be read."""
    try:
        return part.get_content_type()
    except (ValueError, LookupError, TypeError, AttributeError):
        return "text/plain"


def inner_messages(part: Message) -> list[Message]:
    """The parts of a container, none for a leaf."""
    children = part.get_payload()
    return [child for child in children if isinstance(child, Message)] if isinstance(children, list) else []


def disposition(part: Message) -> str:
    """`attachment`, `inline` or ""."""
    return decoded(raw_value(part, "content-disposition")).split(";")[0].strip().lower()


def payload_bytes(part: Message) -> bytes:
    """The content of a leaf, with its transfer encoding undone as far as it can be."""
    header = raw_value(part, "content-transfer-encoding").strip().lower()
    encoding = decoded(header).split(";")[0].strip()
    if encoding in ("base64", "b64"):
        return lenient_base64(str(part.get_payload()).encode("ascii", "ignore"))
    if "uu" in encoding:
        _, extracted = uu.extract(str(part.get_payload()))
        if extracted and extracted[0][1]:
            return extracted[0][1]
    # Without `decode` Python reads 8-bit text by its declared charset already, and loses what does not fit.
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    if encoding in ("quoted-printable", "qp", "quoted printable") and header != "quoted-printable":
        return quopri.decodestring(data)
    return data


def charset_of(part: Message) -> str:
    try:
        value = part.get_param("charset", "")
    except (ValueError, LookupError, TypeError, AttributeError):
        return ""
    return str(value[2] if isinstance(value, tuple) else value or "")


def _leaf(part: Message, kind: str, found: Bodies, group: int) -> None:
    name = files.file_name(part)
    placed = disposition(part)
    is_body = kind in _BODY_TYPES and placed != "attachment" and not name
    data = payload_bytes(part)
    if kind.startswith("multipart/"):  # declared as a container, but without a boundary
        found.note("no_boundary")
        is_body = True
    if not is_body:
        _keep_file(part, name, data, found)
        return
    text, clean = decode(data, charset_of(part))
    if not clean:
        found.note("unknown_charset")
    if kind == "text/html":
        _add_html(text, found, group)
    else:
        _add_text(text, found, group)


def _add_text(text: str, found: Bodies, group: int) -> None:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text, uuencoded = uu.extract(text)
    for name, content in uuencoded:
        _add_file(files.safe_name(name), content, "", found)
    if len(text) > MAX_TEXT:
        found.note("text_too_long")
        _add_file("message.txt", text.encode(), "", found)
        text = text[:MAX_TEXT]
    if text.strip():
        found.pieces.append(Piece(text.strip("\r\n"), False, group))


def _add_html(html: str, found: Bodies, group: int) -> None:
    if len(html) > MAX_HTML:
        found.note("html_too_long")
        _add_file("message.html", html.encode(), "", found)
        if group and _has(found, group, is_html=False):
            return
        html = html[:MAX_HTML]
    if html_tools.is_too_deep(html):
        found.note("html_too_deep")
        _add_file("message.html", html.encode(), "", found)
        _add_text(html_tools.without_tags(html), found, group)
        return
    if html.strip():
        found.pieces.append(Piece(html, True, group))


def _keep_file(part: Message, name: str, data: bytes, found: Bodies) -> None:
    content_id = decoded(raw_value(part, "content-id")).strip("<> ")[:200]
    if content_id or data or name:
        _add_file(name, data, content_id, found)


def _add_file(name: str, content: bytes, content_id: str, found: Bodies) -> None:
    kind = files.sniff(content, name)
    name = name or files.default_name(kind, len(found.attachments) + 1)
    found.attachments.append(Attachment(name, kind, content, content_id))


def _keep_message(part: Message, found: Bodies, *, too_deep: bool) -> None:
    """A mail inside the mail is kept as a file, whole."""
    if too_deep:
        found.note("too_deep")
    inner = next(iter(inner_messages(part)), part) if content_type(part).startswith("message/") else part
    name = files.file_name(part) or files.safe_name(decoded(raw_value(inner, "subject"))[:80])
    content = flat(inner)
    name = f"{name or 'message'}.eml" if not name.endswith(".eml") else name
    found.attachments.append(Attachment(name, "message/rfc822", content))


def _keep_report(part: Message, found: Bodies) -> None:
    """delivery-status and its kin: a readable file; `classify` reads the fields."""
    blocks = [flat(child) for child in inner_messages(part)]
    name = f"{content_type(part).partition('/')[2]}.txt"
    found.attachments.append(Attachment(files.safe_name(name), "text/plain", b"\n".join(blocks)))


def flat(message: Message) -> bytes:
    """The message as bytes; a broken one that Python cannot write is put together by hand."""
    try:
        return message.as_bytes()
    except (ValueError, LookupError, TypeError, AttributeError, KeyError, RecursionError):
        lines = [f"{name}: {value}" for name, value in message.raw_items()]
        payload = message.get_payload()
        body = payload if isinstance(payload, str) else ""
        return "\n".join([*lines, "", body]).encode("utf-8", "surrogateescape")


def _has(found: Bodies, group: int, *, is_html: bool) -> bool:
    return any(piece.group == group and piece.is_html == is_html for piece in found.pieces)


def joined(found: Bodies, *, as_html: bool) -> str:
    """The whole body in one format: what came in the other one only is changed into it."""
    out = []
    for piece in found.pieces:
        if piece.is_html == as_html:
            out.append(piece.content)
        elif not (piece.group and _has(found, piece.group, is_html=as_html)):
            out.append(html_tools.from_text(piece.content) if as_html else html_tools.to_text(piece.content))
    return ("\n" if as_html else "\n\n").join(out)


def walk_types(message: Message) -> Iterator[Message]:
    """All parts, bounded; for those who look for reports."""
    stack = [message]
    seen = 0
    while stack and seen < MAX_PARTS:
        part = stack.pop()
        seen += 1
        yield part
        stack.extend(reversed(inner_messages(part)))
