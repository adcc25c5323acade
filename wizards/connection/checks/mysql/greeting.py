"""The greeting of a MySQL or MariaDB server: it names its version before anybody signs in."""

import re
import socket
from dataclasses import dataclass

from wizards.connection.checks import network
from wizards.connection.checks.report import CheckFailedError, Trouble
from wizards.connection.target import Target

_PROTOCOL, _REFUSED = 10, 255
_CAN_ENCRYPT = 0x0800
_LONGEST = 4096
# "encrypt now": speaks 4.1, encryption, accounts of today; the largest packet; utf8mb4; and nothing else
_ENCRYPT = (
    b"\x20\0\0\x01" + (0x88A00 | _CAN_ENCRYPT).to_bytes(4, "little") + b"\0\0\0\x01" + b"\x2d" + bytes(23)
)


@dataclass(frozen=True, slots=True)
class Greeting:
    """`version` as people write it."""

    version: str
    is_mariadb: bool
    can_encrypt: bool

    @property
    def number(self) -> tuple[int, int]:
        major, minor = re.findall(r"\d+", self.version)[:2]
        return int(major), int(minor)


def greeting(target: Target) -> Greeting:
    """Raises CheckFailedError when nothing answers, or something else."""
    with network.connect(target) as wire:
        try:
            head, body = _packet(wire)
        except OSError as error:
            raise CheckFailedError(network.foreign(target, b"")) from error
    if body[:1] == bytes([_REFUSED]):
        raise CheckFailedError(_refusal(target, body))
    if body[:1] != bytes([_PROTOCOL]) or b"\0" not in body:
        raise CheckFailedError(network.foreign(target, head + body))
    return _parsed(body[1:])


def asked(wire: socket.socket) -> bool:
    """Reads the greeting and asks for encryption; whether it begins now. Raises OSError."""
    _head, body = _packet(wire)
    if body[:1] != bytes([_PROTOCOL]) or not _parsed(body[1:]).can_encrypt:
        return False
    wire.sendall(_ENCRYPT)
    return True


def _packet(wire: socket.socket) -> tuple[bytes, bytes]:
    """Head and body of what comes next; no body where its length is none of a greeting's."""
    head = _exactly(wire.recv, 4)
    length = int.from_bytes(head[:3], "little")
    return head, _exactly(wire.recv, length) if 0 < length <= _LONGEST else b""


def _exactly(receive: object, length: int) -> bytes:
    found = b""
    while len(found) < length:
        more = receive(length - len(found))  # type: ignore[operator]  # a socket's recv
        if not more:
            break
        found += more
    return found


def _parsed(body: bytes) -> Greeting:
    raw, _, rest = body.partition(b"\0")
    text = raw.decode("ascii", "replace").removeprefix("5.5.5-")
    found = re.match(r"\d+\.\d+(\.\d+)?", text)
    able = int.from_bytes(rest[13:15], "little")  # after thread id, eight bytes of salt and a zero
    return Greeting(found.group(0) if found else "0.0", "mariadb" in text.lower(), bool(able & _CAN_ENCRYPT))


def _refusal(target: Target, body: bytes) -> Trouble:
    """It is a database, and it does not want to talk: too many connections, or this host is blocked."""
    code = int.from_bytes(body[1:3], "little")
    words = body[3:].decode("utf-8", "replace").strip()
    return network.turned_away(target, words, str(code))
