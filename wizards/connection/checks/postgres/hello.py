"""The first bytes with a PostgreSQL server: asking for encryption, before any account is named."""

import socket
import ssl

from django.utils.translation import gettext as _

from wizards.connection import encryption
from wizards.connection.checks import certificate, network
from wizards.connection.checks.report import CheckFailedError
from wizards.connection.target import Target

_ENCRYPT = (8).to_bytes(4, "big") + (80877103).to_bytes(4, "big")

_SWITCH_ON = (
    "ALTER SYSTEM SET ssl_cert_file = '…'; ALTER SYSTEM SET ssl_key_file = '…'; ALTER SYSTEM SET ssl = on;"
)


def asked(wire: socket.socket) -> bool:
    """Asks for encryption; whether it begins now. Raises OSError."""
    return _answer(wire) == b"S"


def _answer(wire: socket.socket) -> bytes:
    wire.sendall(_ENCRYPT)
    return wire.recv(1)


def hello(target: Target) -> str:
    """The port answers as PostgreSQL does. Raises CheckFailedError."""
    with network.connect(target) as wire:
        try:
            answer = _answer(wire)
            if answer not in {b"S", b"N"}:
                wire.settimeout(0.5)
                raise CheckFailedError(network.foreign(target, answer + _rest(wire.recv)))
            if answer == b"N" and encryption.is_needed(target):
                raise CheckFailedError(certificate.none_offered(target, _SWITCH_ON))
            if answer == b"N":
                return _("Port %(port)s answers, not encrypted") % {"port": target.port}
            context = ssl.create_default_context()
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            with context.wrap_socket(wire) as sealed:
                protocol = (sealed.version() or "TLS").replace("TLSv", "TLS ")
        except OSError as error:
            raise CheckFailedError(network.foreign(target, b"")) from error
    return _("Port %(port)s answers, encrypted (%(protocol)s)") % {"port": target.port, "protocol": protocol}


def _rest(receive: object) -> bytes:
    """What else it says at once."""
    try:
        return bytes(receive(100))  # type: ignore[operator]  # a socket's recv
    except OSError:
        return b""
