"""Stored files: content-addressed behind Django's storage API, the same for every node."""

import hashlib
import io
from pathlib import PurePosixPath
from typing import BinaryIO, cast

import puremagic
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from common.models import Blob

_CHUNK = 1024 * 1024
_CONTAINERS = frozenset({"application/zip", "application/x-ole-storage"})
# Shown by the browser itself; everything else, HTML and SVG above all, is a download.
INLINE_TYPES = frozenset(
    {"image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf", "text/plain"}
)


def store(content: bytes | BinaryIO) -> Blob:
    """Keeps the bytes once and returns their row. The file is written before the row: a crash leaves a file
    nobody points to, never a row without its file."""
    return row_of(write(content))


def write(content: bytes | BinaryIO) -> Blob:
    """The first half of `store`: the file is kept, its row is not there yet."""
    stream = io.BytesIO(content) if isinstance(content, bytes) else content
    digest, size = hashlib.sha256(), 0
    while chunk := stream.read(_CHUNK):
        digest.update(chunk)
        size += len(chunk)
    stream.seek(0)
    blob = Blob(sha256=digest.hexdigest(), size=size)
    if not default_storage.exists(blob.path):
        default_storage.save(blob.path, ContentFile(stream.read()))
    return blob


def row_of(blob: Blob) -> Blob:
    """The second half: the row of a kept file, in the current transaction if there is one."""
    Blob.objects.bulk_create([blob], ignore_conflicts=True)  # they may be there already
    return Blob.objects.get(sha256=blob.sha256)


def open_blob(blob: Blob) -> BinaryIO:
    """The file, opened for reading. Raises FileNotFoundError."""
    return cast(BinaryIO, default_storage.open(blob.path, "rb"))


def read(blob: Blob) -> bytes:
    """The whole content."""
    with open_blob(blob) as file:
        return file.read()


def _by_signature(head: bytes, name: str | None = None) -> str:
    try:
        return str(puremagic.from_string(head[:8192], mime=True, filename=name))
    except (puremagic.PureError, ValueError):
        return ""


def sniff(head: bytes, name: str = "") -> str:
    """The media type by content; what the sender says is never trusted. Text and HTML are told apart."""
    found = _by_signature(head)
    if found in _CONTAINERS and name:  # the name only says which of the formats inside a container it is
        found = _by_signature(head, name) or found
    if found:
        return found
    sample = head[:4096]
    if b"\0" in sample:
        return "application/octet-stream"
    lowered = sample.lower()
    if b"<html" in lowered or b"<script" in lowered or b"<svg" in lowered:
        return "text/html"
    return "text/plain"


def clean_name(name: str) -> str:
    """A file name without path, control characters and directions tricks; at most 120 characters."""
    base = PurePosixPath(name.replace("\\", "/")).name
    kept = "".join(char for char in base if char.isprintable() and char not in '"<>|*?:').strip(" .")
    if len(kept) > 120:
        stem, dot, ending = kept.rpartition(".")
        kept = f"{stem[:100]}{dot}{ending[:18]}" if dot else kept[:120]
    return kept or "file"
