"""The licensors this desk believes: public keys, from the setting LICENSOR_KEYS."""

import logging
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.conf import settings

from licensing.errors import TamperedError
from licensing.papers.signed import decode, encode, licensor_id

PREFIX = "ed25519:"
log = logging.getLogger(__name__)


def public_text(key: Ed25519PublicKey) -> str:
    """A public key as LICENSOR_KEYS and key files have it."""
    return PREFIX + encode(key.public_bytes_raw())


def _lines(entry: str) -> list[str]:
    """The keys of one entry of the setting: itself, or the lines of the file it names."""
    if entry.startswith(PREFIX):
        return [entry]
    try:
        lines = Path(entry).read_text().splitlines()
    except OSError as error:
        log.warning("LICENSOR_KEYS names %s, which cannot be read: %s", entry, error)
        return []
    return [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]


@lru_cache(maxsize=8)
def _read(entries: tuple[str, ...], _stamp: tuple[float, ...]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for line in (line for entry in entries for line in _lines(entry)):
        try:
            raw = decode(line.removeprefix(PREFIX))
            found[licensor_id(Ed25519PublicKey.from_public_bytes(raw))] = raw
        except (TamperedError, ValueError):
            log.warning("LICENSOR_KEYS holds what is no public key: %s", line[:60])
    return found


def _changed(entry: str) -> float:
    try:
        return 0.0 if entry.startswith(PREFIX) else Path(entry).stat().st_mtime
    except OSError:
        return -1.0


def known_licensors() -> dict[str, bytes]:
    """Raw public keys by the licensor's name. A file is read again when it changes."""
    entries = tuple(entry for entry in settings.LICENSOR_KEYS if entry)
    return _read(entries, tuple(map(_changed, entries)))
