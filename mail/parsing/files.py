"""Names and types of files. Neither is the sender's word: the type is read from the bytes."""

import mimetypes
import re
from email.message import Message

import puremagic

from mail.parsing.charsets import storable
from mail.parsing.headers import decoded, raw_value
from mail.parsing.limits import MAX_NAME

_UNSAFE = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]+")
_HEAD = 4096
_TAIL_FREE = 262_144  # puremagic looks at the end too; it need not read a whole video
_MARKUP = ((b"<!doctype html", "text/html"), (b"<html", "text/html"), (b"<svg", "image/svg+xml"))
_REFINED = {  # container formats whose kind only the name tells
    "application/zip": {"docx", "xlsx", "pptx", "odt", "ods", "odp", "jar", "epub", "apk", "zip"},
    "application/x-ole-storage": {"doc", "xls", "ppt", "msg"},
    "text/plain": {"csv", "txt", "log", "md", "ics", "vcf", "json", "eml", "yaml", "ini"},
}
_OWN_TYPES = {"ics": "text/calendar", "md": "text/markdown"} | dict.fromkeys(
    ("eml", "log", "ini"), "text/plain"
)
_ENDINGS = {"text/plain": ".txt", "image/jpeg": ".jpg", "text/html": ".html"}
_BY_START = (
    (b"\x78\x9f\x3e\x22", "application/ms-tnef"),
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"PK\x03\x04", "application/zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
)


def sniff(content: bytes, name: str) -> str:
    """The media type the bytes show. A name only chooses between formats that share one container."""
    kind = _by_content(content)
    ending = name.rpartition(".")[2].lower()
    if ending in _REFINED.get(kind, ()):
        return _OWN_TYPES.get(ending) or mimetypes.guess_type(f"x.{ending}")[0] or kind
    return kind


def _by_content(content: bytes) -> str:
    head = content[:_HEAD]
    for start, kind in _BY_START:
        if head.startswith(start):
            return kind
    low = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for start, kind in _MARKUP:
        if start in low[:1024]:
            return kind
    if is_text(head):
        return "text/html" if low.startswith((b"<!--", b"<script", b"<body", b"<head")) else "text/plain"
    try:
        guess = puremagic.from_string(content[:_TAIL_FREE], mime=True)
    except (puremagic.PureError, ValueError, IndexError, KeyError, TypeError, UnicodeError):
        guess = ""
    return guess or "application/octet-stream"


def is_text(head: bytes) -> bool:
    """Printable in UTF-8 or, mostly, in an 8-bit charset."""
    if not head:
        return True
    if b"\x00" in head:
        return False
    odd = sum(1 for byte in head if byte < 32 and byte not in (9, 10, 12, 13, 27))
    if odd:
        return False
    try:
        head[:-4].decode("utf-8")
        return True
    except UnicodeError:
        return sum(1 for byte in head if byte >= 128) * 3 < len(head)


def file_name(part: Message) -> str:
    """The decoded, harmless name of a part, "" when it has none."""
    try:
        name = part.get_filename()
    except (ValueError, LookupError, TypeError, AttributeError, IndexError):
        name = None
    if not name:
        found = re.search(r"name\*?=\s*\"?([^\";\r\n]+)", raw_value(part, "content-disposition") or "")
        name = found[1] if found else ""
    return safe_name(decoded(str(name)))


def safe_name(name: str) -> str:
    """Without path, control and direction characters; short enough for any file system."""
    name = _UNSAFE.sub("_", storable(name)).strip(" ._") if name else ""
    if len(name) > MAX_NAME:
        stem, dot, ending = name.rpartition(".")
        name = f"{stem[: MAX_NAME - 12]}{dot}{ending[:11]}" if dot else name[:MAX_NAME]
    return name


def default_name(kind: str, number: int) -> str:
    """A name for a file that came without one."""
    ending = _ENDINGS.get(kind) or mimetypes.guess_extension(kind) or ".bin"
    return f"file-{number}{ending}"
