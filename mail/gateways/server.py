"""What all mail servers have in common: an address, TLS, limits on time, and words for what went wrong."""

import contextlib
import socket
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext_noop

from common.unit import assert_no_transaction
from mail.errors import TransportError
from mail.models import MailAccount, SmtpAccount

SILENT = gettext_noop("The server accepts, but does not answer in time.")
SESSION_SECONDS = 600  # the hard end of one connection, however slowly the other side trickles


@dataclass(frozen=True, slots=True)
class Server:
    """How to reach a mail server. `timeout` is for the connection and for each answer."""

    host: str
    port: int
    security: str
    username: str
    password: str = field(repr=False)
    timeout: float
    verify: bool


@dataclass(frozen=True, slots=True)
class Remote:
    """A message that lies on a server."""

    uid: str
    size: int


def server_of(account: MailAccount | SmtpAccount) -> Server:
    """The account's server."""
    return Server(
        host=account.host,
        port=account.port,
        security=account.security,
        username=account.username,
        password=account.password,
        timeout=float(account.timeout),
        verify=account.verify_certificate,
    )


def tls_context(server: Server) -> ssl.SSLContext:
    """Checks certificate and name, unless the account says not to."""
    context = ssl.create_default_context()
    if not server.verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


@contextlib.contextmanager
def speaking(step: str) -> Iterator[None]:
    """Turns whatever the network raises into a TransportError with words for people. Never inside a unit."""
    assert_no_transaction()
    try:
        yield
    except TransportError:
        raise
    except ssl.SSLCertVerificationError as error:
        raise TransportError("tls", _certificate(error), permanent=True) from error
    except ssl.SSLError as error:
        said = (
            f"TLS does not work here ({error.reason or error}); is the port right for this kind of security?"
        )
        raise TransportError("tls", said) from error
    except TimeoutError as error:
        raise TransportError(step, SILENT) from error
    except socket.gaierror as error:
        raise TransportError("connect", gettext_noop("The name of the server is not known.")) from error
    except ConnectionRefusedError as error:
        raise TransportError("connect", gettext_noop("Nothing listens on this port.")) from error
    except (OSError, EOFError) as error:
        if isinstance(error.__context__, TimeoutError):
            raise TransportError(step, SILENT) from error
        raise TransportError(step, f"The connection broke ({error}).") from error


def _certificate(error: ssl.SSLCertVerificationError) -> str:
    known = {
        10: gettext_noop("The certificate has expired."),
        18: gettext_noop("The certificate is self-signed; nobody vouches for it."),
        19: gettext_noop("The certificate's authority is self-signed and not known here."),
        20: gettext_noop("The certificate's authority is not known here."),
        62: gettext_noop("The certificate is for another name than this server's."),
    }
    return known.get(error.verify_code) or f"The certificate is not accepted: {error.verify_message}."


class Watchdog:
    """Closes a connection that lasts too long, so that a server cannot hold a worker for ever."""

    def __init__(self, sock: socket.socket | None, seconds: float = SESSION_SECONDS) -> None:
        self._socket = sock
        self._timer = threading.Timer(seconds, self._bite)
        self._timer.daemon = True
        self._timer.start()

    def _bite(self) -> None:
        if self._socket is not None:
            with contextlib.suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)

    def stop(self) -> None:
        """The connection has ended."""
        self._timer.cancel()


def plain_socket(server: Server) -> socket.socket:
    """A TCP connection; with TLS from the start where the account says so."""
    sock = socket.create_connection((server.host, server.port), timeout=server.timeout)
    if server.security != "tls":
        return sock
    try:
        return tls_context(server).wrap_socket(sock, server_hostname=server.host)
    except BaseException:
        sock.close()
        raise
