"""An SMTP server that records what it is given and can misbehave in the ways real ones do."""

import asyncio
import email
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from enum import Enum
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.servers.process import free_port


class Mode(Enum):
    ACCEPT = "accept"
    REFUSE = "550 to every recipient"
    REFUSE_DATA = "554 to the message itself"
    TEMPORARY = "451 to every recipient"
    HANG_CONNECT = "accepts the connection and says nothing"
    HANG_DATA = "takes the whole message and never answers"
    DROP = "takes the whole message and closes the connection instead of answering"


@dataclass(frozen=True)
class Received:
    """A message the server took; `answered` is false where the client never got our 250.

    `begun` is when we said yes to the last recipient: the client was still to send the text, all of it.
    """

    sender: str
    recipients: list[str]
    raw: bytes
    answered: bool
    begun: float

    @property
    def message(self) -> EmailMessage:
        parsed = email.message_from_bytes(self.raw, policy=SMTP_POLICY)
        assert isinstance(parsed, EmailMessage)
        return parsed


class _Envelope(Envelope):
    begun = 0.0


@dataclass
class SmtpServer:
    port: int
    host: str = "127.0.0.1"
    mode: Mode = Mode.ACCEPT
    received: list[Received] = field(default_factory=list)
    connections: int = 0
    # called with each accepted message, e.g. to put it into a mailbox
    deliver: Callable[[Received], None] | None = None
    credentials: tuple[str, str] | None = None

    @property
    def messages(self) -> list[EmailMessage]:
        return [one.message for one in self.received]

    def reset(self) -> None:
        self.received.clear()
        self.mode, self.deliver, self.connections = Mode.ACCEPT, None, 0

    def authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object
    ) -> AuthResult:
        given = (data.login.decode(), data.password.decode()) if isinstance(data, LoginPassword) else None
        return AuthResult(success=given == self.credentials, handled=False)


class _Hooks:
    """What aiosmtpd calls. It reads every attribute of this object at every connection, and so must not meet
    `messages`, which parses all mails that ever came."""

    def __init__(self, owner: SmtpServer) -> None:
        self.owner = owner

    async def handle_RCPT(  # noqa: N802 - name set by aiosmtpd
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.owner.mode is Mode.REFUSE:
            return "550 5.1.1 No such mailbox"
        if self.owner.mode is Mode.TEMPORARY:
            return "451 4.3.2 Try again later"
        envelope.rcpt_tos.append(address)
        assert isinstance(envelope, _Envelope)
        envelope.begun = time.time()
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.owner.mode is Mode.REFUSE_DATA:
            return "554 5.7.1 Message refused"
        answers = self.owner.mode is Mode.ACCEPT
        content = envelope.original_content or b""
        assert isinstance(envelope, _Envelope)
        one = Received(envelope.mail_from or "", list(envelope.rcpt_tos), content, answers, envelope.begun)
        self.owner.received.append(one)
        if self.owner.deliver and answers:
            self.owner.deliver(one)
        if self.owner.mode is Mode.HANG_DATA:
            await asyncio.Event().wait()
        if self.owner.mode is Mode.DROP and isinstance(server.transport, asyncio.Transport):
            server.transport.abort()
        return "250 OK"


class _Protocol(SMTP):
    owner: SmtpServer

    def _create_envelope(self) -> Envelope:
        return _Envelope()

    async def _handle_client(self) -> None:
        self.owner.connections += 1
        if self.owner.mode is Mode.HANG_CONNECT:
            await asyncio.Event().wait()
        await super()._handle_client()


class _Controller(Controller):
    def factory(self) -> SMTP:
        protocol = _Protocol(self.handler, **self.SMTP_kwargs)
        protocol.owner = self.handler.owner
        return protocol


def tls_context(certificate: Path, key: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


@contextmanager
def running(
    *, credentials: tuple[str, str] | None = None, starttls: ssl.SSLContext | None = None
) -> Iterator[SmtpServer]:
    """With `credentials` the client must sign in; with `starttls` it must turn TLS on first."""
    server = SmtpServer(free_port(), credentials=credentials)
    options: dict[str, Any] = {"enable_SMTPUTF8": True, "data_size_limit": 64 * 1024 * 1024}
    if starttls:
        options |= {"tls_context": starttls, "require_starttls": True}
    if credentials:
        options |= {
            "authenticator": server.authenticate,
            "auth_required": True,
            "auth_require_tls": starttls is not None,
        }
    controller = _Controller(_Hooks(server), hostname=server.host, port=server.port, **options)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()
