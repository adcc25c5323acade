"""The way to a server: its name and its port."""

import ipaddress
import socket

from django.utils.translation import gettext as _

from wizards.connection.checks.report import CheckFailedError, Trouble
from wizards.connection.target import Target

SECONDS = 5.0


def resolve(target: Target) -> str:
    """The address of the host."""
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise CheckFailedError(
            Trouble(
                _("The host name is not known"),
                f"{target.host}: {getattr(error, 'strerror', None) or error}",
                _("Check the spelling. This server must know the name; ask it so:"),
                f"getent hosts {target.host}",
            )
        ) from error
    address = str(found[0][4][0])
    if _is_address(target.host):
        return _("%(host)s is an address") % {"host": target.host}
    return _("%(host)s is %(address)s") % {"host": target.host, "address": address}


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def connect(target: Target) -> socket.socket:
    """An open connection to the port. Raises CheckFailedError."""
    try:
        return socket.create_connection((target.host, target.port), timeout=SECONDS)
    except TimeoutError as error:
        raise CheckFailedError(_silent(target)) from error
    except OSError as error:
        raise CheckFailedError(_closed(target, error)) from error


def _silent(target: Target) -> Trouble:
    return Trouble(
        _("Nothing answers on port %(port)s") % {"port": target.port},
        _("No answer from %(host)s within %(seconds)d seconds.") % {"host": target.host, "seconds": SECONDS},
        _("A firewall may stand between the two servers, or the address is another one. Try from here:"),
        f"nc -vz -w 5 {target.host} {target.port}",
    )


def _closed(target: Target, error: OSError) -> Trouble:
    return Trouble(
        _("The server does not listen on port %(port)s") % {"port": target.port},
        f"{target.host}:{target.port}: {error.strerror or error}",
        _("Start the database there, let it listen on the network, and check the port. Look on that server:"),
        f"ss -ltn sport = :{target.port}",
        code=str(error.errno or ""),
    )


def foreign(target: Target, heard: bytes) -> Trouble:
    """Something else than the expected database answers."""
    words = heard.decode("utf-8", "replace").strip()
    said = "".join(letter if letter.isprintable() else "·" for letter in words)[:120]
    return Trouble(
        _("What answers on port %(port)s is not %(engine)s")
        % {"port": target.port, "engine": target.engine.label},
        said or _("It took the connection and did not speak as such a database does."),
        _("Check engine and port. %(engine)s usually listens on port %(port)s.")
        % {"engine": target.engine.label, "port": target.engine.port},
    )


def turned_away(target: Target, words: str, code: str) -> Trouble:
    """The database answers, and refuses to talk to this server at all."""
    return Trouble(
        _("%(engine)s does not talk to this server") % {"engine": target.engine.label},
        words,
        _(
            "An administrator of the database lets this server in, "
            "or clears the block after too many failed tries:"
        ),
        "FLUSH HOSTS;",
        code,
    )
