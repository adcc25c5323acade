"""Signed text that a person can paste: a word, what it says, and an Ed25519 signature of both.

Line breaks, blanks and the ">" of a quoted mail count for nothing; any other changed byte is refused, also
one that would decode to the same bytes.
"""

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from licensing.errors import TamperedError, UnknownLicensorError

MAX_TEXT = 20_000
_NOISE = re.compile(r"[\s>\u200b\ufeff]+")
_FRAME = re.compile(r"^\s*-----.*$", re.MULTILINE)


def licensor_id(key: Ed25519PublicKey) -> str:
    """Names a licensor: the beginning of the hash of the public key."""
    return hashlib.sha256(key.public_bytes_raw()).hexdigest()[:16]


def encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def decode(text: str) -> bytes:
    """Raises TamperedError, also for a second way to write the same bytes."""
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise TamperedError from error
    if encode(data) != text:
        raise TamperedError
    return data


def seal(word: str, says: Mapping[str, Any], private: Ed25519PrivateKey) -> str:
    """The signed text, on one line. The licensor's name is added to what it says."""
    said = {**says, "licensor": licensor_id(private.public_key())}
    payload = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    return f"{word}.{encode(payload)}.{encode(private.sign(_signed(word, payload)))}"


def _signed(word: str, payload: bytes) -> bytes:
    return f"{word}.".encode() + payload  # a key can never pass for an answer


def clean(text: str) -> str:
    """On one line, without what mail and people put around it."""
    return _NOISE.sub("", _FRAME.sub("", text[:MAX_TEXT]))


def looks_like(word: str, text: str) -> bool:
    """Is this (clean) text meant as one of this word?"""
    return text.startswith(f"{word}.")


def open_sealed(word: str, text: str, licensors: Mapping[str, bytes]) -> dict[str, Any]:
    """What a clean text says. `licensors`: raw public keys by name.

    Raises TamperedError, UnknownLicensorError.
    """
    parts = text.split(".")
    if len(parts) != 3 or parts[0] != word:
        raise TamperedError
    payload, signature = decode(parts[1]), decode(parts[2])
    try:
        said = json.loads(payload)
    except ValueError as error:
        raise TamperedError from error
    if not isinstance(said, dict):
        raise TamperedError
    public = licensors.get(str(said.get("licensor", "")))
    if public is None:
        raise UnknownLicensorError
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, _signed(word, payload))
    except InvalidSignature as error:
        raise TamperedError from error
    return said


def in_lines(text: str, width: int = 64) -> str:
    """As it is printed and mailed."""
    return "\n".join(text[at : at + width] for at in range(0, len(text), width))
