"""An SMTP server. The last dot of a mail is sent only while there is time left for it."""

import contextlib
import re
import smtplib
import socket
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from types import TracebackType

from common.clock import boot_seconds
from mail.errors import DeadlineError, TransportError
from mail.gateways.server import Server, Watchdog, plain_socket, speaking, tls_context
from mail.gateways.session import Session

_NEWLINE = re.compile(rb"\r\n|\r|\n")
_DOT = re.compile(rb"^\.", re.MULTILINE)
_BLOCK = 65_536


class _Smtp(smtplib.SMTP):
    """smtplib over a socket of ours."""

    def __init__(self, server: Server) -> None:
        self._server = server
        super().__init__(timeout=server.timeout)
        self._host = server.host  # the name that STARTTLS checks the certificate against

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return plain_socket(self._server)


@dataclass(slots=True)
class Handed:
    """Who the server took the mail for. `deferred` and `refused` are (address, code, what it said)."""

    accepted: list[str] = field(default_factory=list)
    deferred: list[tuple[str, int, str]] = field(default_factory=list)
    refused: list[tuple[str, int, str]] = field(default_factory=list)
    code: int = 0
    said: str = ""


class SmtpGateway(Session):
    """`with SmtpGateway(server) as smtp:` connects and signs in; then any number of mails go over it."""

    def __init__(self, server: Server, *, now: Callable[[], float] = boot_seconds) -> None:
        self.server = server
        self._now = now
        self._smtp: _Smtp | None = None
        self._watchdog: Watchdog | None = None

    @property
    def smtp(self) -> _Smtp:
        if self._smtp is None:
            raise TransportError("connect", "The connection is closed.")
        return self._smtp

    def connect(self) -> str:
        """Connects, with TLS where the account says so; returns the server's greeting."""
        with speaking("connect"), _answers("connect"):
            self._smtp = _Smtp(self.server)
            code, said = self._smtp.connect(self.server.host, self.server.port)
            self._watchdog = Watchdog(self._smtp.sock)
            if code != 220:
                raise TransportError("connect", _text(said), permanent=code >= 500, code=code)
            self._smtp.ehlo_or_helo_if_needed()
        if self.server.security == "starttls":
            with speaking("tls"), _answers("tls"):
                self.smtp.starttls(context=tls_context(self.server))
                self.smtp.ehlo()
        return _text(said)

    def login(self) -> None:
        """Signs in, where the account has a name."""
        if not self.server.username:
            return
        with speaking("login"), _answers("login"):
            self.smtp.login(self.server.username, self.server.password)

    def end(self, *, clean: bool) -> None:
        """A clean end says QUIT; any end cuts the connection."""
        if self._smtp is not None and clean:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                self._smtp.quit()
        self.drop()

    def drop(self) -> None:
        """Cuts the connection at once: what was not ended by its dot was never sent."""
        smtp, self._smtp = self._smtp, None
        if self._watchdog is not None:
            self._watchdog.stop()
        if smtp is not None:
            with contextlib.suppress(OSError):
                smtp.close()

    def send(
        self, sender: str, recipients: Sequence[str], chunks: Iterable[bytes], *, deadline: float
    ) -> Handed:
        """Hands one mail over. After `deadline`, on the boot clock, nothing is ended, so nothing is sent.

        Raises TransportError when nobody got it; of those with `step` "answer" nobody knows.
        """
        handed = self.envelope(sender, recipients)
        if not handed.accepted:
            self._reset()
            return handed
        with speaking("data"), _answers("data"):
            code, said = self.smtp.docmd("DATA")
            if code != 354:
                self._reset()
                raise TransportError("data", _text(said), permanent=code >= 500, code=code)
        try:
            with speaking("data"):
                for block in dotted(chunks):
                    self._in_time(deadline)
                    self.smtp.send(block)
                self._in_time(deadline)
                self.smtp.send(b".\r\n")
            with speaking("answer"):
                code, said = self.smtp.getreply()
        except BaseException:
            self.drop()
            raise
        if code != 250:
            raise TransportError("data", _text(said), permanent=code >= 500, code=code)
        handed.code, handed.said = code, _text(said)
        return handed

    def envelope(self, sender: str, recipients: Sequence[str]) -> Handed:
        """MAIL FROM and RCPT TO; raises TransportError when the sender is refused."""
        handed = Handed()
        utf8 = not all(address.isascii() for address in (sender, *recipients))
        options = ["SMTPUTF8", "BODY=8BITMIME"] if utf8 and self.smtp.has_extn("smtputf8") else []
        with speaking("mail"), _answers("mail"):
            if options:
                self.smtp.command_encoding = "utf-8"
            code, said = self.smtp.mail(sender, options)
            if code != 250:
                self._reset()
                raise TransportError("mail", _text(said), permanent=code >= 500, code=code)
        for address in recipients:
            if not address.isascii() and not options:
                handed.refused.append(
                    (address, 553, "This server cannot write to such an address (SMTPUTF8).")
                )
                continue
            with speaking("rcpt"), _answers("rcpt"):
                code, said = self.smtp.rcpt(address)
            if code in (250, 251):
                handed.accepted.append(address)
            elif code == 421:
                raise TransportError("rcpt", _text(said), code=code)
            else:
                (handed.deferred if code < 500 else handed.refused).append((address, code, _text(said)))
        return handed

    def reset(self) -> None:
        """Takes an envelope back."""
        with speaking("mail"), _answers("mail"):
            self.smtp.rset()

    def _reset(self) -> None:
        with contextlib.suppress(smtplib.SMTPException, OSError):
            self.smtp.rset()

    def _in_time(self, deadline: float) -> None:
        if self._now() >= deadline:
            raise DeadlineError("data", "The time for this mail was over before it was handed over.")


def dotted(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The mail as the wire wants it: lines end in CRLF, a dot that begins a line is doubled."""
    rest = b""
    for chunk in chunks:
        rest += chunk
        if len(rest) < _BLOCK:
            continue
        cut = rest.rfind(b"\n") + 1
        if cut:
            yield _wire(rest[:cut])
            rest = rest[cut:]
    if rest:
        yield _wire(rest if rest.endswith((b"\n", b"\r")) else rest + b"\r\n")


def _wire(lines: bytes) -> bytes:
    return _DOT.sub(b"..", _NEWLINE.sub(b"\r\n", lines))


class _answers(contextlib.AbstractContextManager["_answers"]):  # noqa: N801 - reads like a verb in a with statement
    """An answer of the server that says no."""

    def __init__(self, step: str) -> None:
        self.step = step

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, smtplib.SMTPResponseException):
            code, said = error.smtp_code, _text(error.smtp_error)
            raise TransportError(self.step, said, permanent=code >= 500, code=code) from error
        if isinstance(error, smtplib.SMTPNotSupportedError):
            raise TransportError(self.step, str(error), permanent=True) from error
        if isinstance(error, smtplib.SMTPException) and not isinstance(error, smtplib.SMTPServerDisconnected):
            raise TransportError(self.step, str(error)) from error


def _text(said: bytes | str) -> str:
    return (said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said))[:500]
