"""Why a server's certificate is not accepted: looked at once more, before any account is named."""

import socket
import ssl
from collections.abc import Callable

from django.utils.translation import gettext as _

from wizards.connection import encryption
from wizards.connection.checks import network
from wizards.connection.checks.report import CheckFailedError, Trouble
from wizards.connection.target import Target

Ask = Callable[[socket.socket], bool]
_WRONG_NAME, _WRONG_TIME = {62, 64}, {9, 10}  # numbers of OpenSSL: name and address; not yet, and no more


def trouble(target: Target, ask: Ask, said: str) -> Trouble:
    """`ask` makes the server ready to encrypt; `said` are the driver's words."""
    found = _refusal(target, ask) if encryption.of(target) == encryption.VERIFIED else None
    if found is None:
        return Trouble(
            _("The connection could not be encrypted"),
            said,
            _("Look at what the server shows:"),
            _look(target),
        )
    words = said if found.verify_message in said else f"{found.verify_message} ({said})"
    if found.verify_code in _WRONG_NAME:
        return _wrong_name(target, words)
    if found.verify_code in _WRONG_TIME:
        return _wrong_time(target, words)
    return _wrong_authority(target, words)


def _refusal(target: Target, ask: Ask) -> ssl.SSLCertVerificationError | None:
    try:
        context = ssl.create_default_context(cafile=encryption.authority(target))
        with network.connect(target) as wire:
            if ask(wire):
                context.wrap_socket(wire, server_hostname=target.address).close()
    except ssl.SSLCertVerificationError as error:
        return error
    except (CheckFailedError, OSError):
        return None
    return None


def _look(target: Target) -> str:
    host = f"[{target.address}]" if ":" in target.address else target.address
    return f"openssl s_client -starttls {target.engine.scheme} -connect {host}:{target.port} </dev/null"


def _wrong_name(target: Target, words: str) -> Trouble:
    return Trouble(
        _("The certificate is for another host"),
        words,
        _(
            "Enter the host by a name that stands in the certificate, "
            "or have “%(host)s” put into a new one. It shows its names so:"
        )
        % {"host": target.address},
        f"{_look(target)} | openssl x509 -noout -ext subjectAltName",
    )


def _wrong_time(target: Target, words: str) -> Trouble:
    return Trouble(
        _("The certificate is not valid now"),
        words,
        _("Have it renewed on the server of the database, and check the clocks of both. Its dates:"),
        f"{_look(target)} | openssl x509 -noout -dates",
    )


def _wrong_authority(target: Target, words: str) -> Trouble:
    return Trouble(
        _("The certificate was signed by another authority"),
        words,
        _(
            "Enter the file of the authority that signed the certificate of the database. "
            "Who that was stands in it:"
        ),
        f"{_look(target)} | openssl x509 -noout -issuer",
    )


def none_offered(target: Target, command: str) -> Trouble:
    """The server cannot encrypt, and the connection must be."""
    return Trouble(
        _("The server offers no encryption"),
        _("It answers on port %(port)s, and only in the clear. No password was sent.")
        % {"port": target.port},
        _(
            "Have it switched on at the server, or choose “%(way)s”. "
            "An administrator of the database names key and certificate so, and starts it again:"
        )
        % {"way": encryption.WAYS[encryption.OFFERED]},
        command,
    )
