"""Addresses out of headers that were often written by hand."""

import re
from email.message import Message
from email.utils import getaddresses

from mail.parsing.charsets import storable
from mail.parsing.headers import decoded, raw_values, readable
from mail.parsing.limits import MAX_ADDRESSES, MAX_NAME
from mail.parsing.parts import Address

_VALID = re.compile(r"[^\s@<>()\[\],;:\"\\\x00-\x1f]{1,64}@[^\s@<>()\[\],;:\"\\\x00-\x1f]{1,189}")
_LOOSE = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w.-]{1,189}")
_QUOTED_LOCAL = re.compile(r'"[^"\r\n]{1,62}"@[\w.-]{1,189}')


def address(name: str, email: str) -> Address | None:
    """A checked address, None when `email` is none."""
    email = storable(readable(email)).strip().strip("<>").rstrip(".")
    if not _VALID.fullmatch(email) and not _QUOTED_LOCAL.fullmatch(email):
        return None
    local, _, domain = email.rpartition("@")
    name = decoded(name).strip(" \"'")[:MAX_NAME]
    if name.lower() == email.lower():
        name = ""
    return Address(name, f"{local}@{domain.lower()}")


def addresses(message: Message, name: str) -> tuple[Address, ...]:
    """The addresses of a header, each once; what cannot be read is left out."""
    found: dict[str, Address] = {}
    for value in raw_values(message, name):
        for item in _read(value):
            found.setdefault(item.email.lower(), item)
            if len(found) >= MAX_ADDRESSES:
                return tuple(found.values())
    return tuple(found.values())


def _read(value: str) -> list[Address]:
    value = value.replace("\r", " ").replace("\n", " ").replace("\t", " ")
    for pairs in (_pairs(value), _pairs(decoded(value))):
        good = [item for pair in pairs if (item := address(*pair)) is not None]
        if good:
            return good
    loose = (address("", match) for match in _LOOSE.findall(decoded(value)))
    return [item for item in loose if item is not None]


def _pairs(value: str) -> list[tuple[str, str]]:
    try:
        return getaddresses([value])
    except (ValueError, TypeError, IndexError, AttributeError, RecursionError):
        return []
