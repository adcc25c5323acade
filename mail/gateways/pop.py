"""A POP3 mailbox."""

import contextlib
import poplib
import socket
from types import TracebackType

from mail.errors import TransportError
from mail.gateways.server import Remote, Server, Watchdog, plain_socket, speaking, tls_context
from mail.gateways.session import Session

_MAX_LINE = 1_000_000  # poplib's own limit of 2048 refuses mail that really exists


class _Pop(poplib.POP3):
    """poplib over a socket of ours, and with lines as long as mail has them."""

    def __init__(self, server: Server) -> None:
        self._server = server
        super().__init__(server.host, server.port, server.timeout)

    def _create_socket(self, timeout: float) -> socket.socket:
        return plain_socket(self._server)

    def _getline(self) -> tuple[bytes, int]:
        line = self.file.readline(_MAX_LINE + 1)
        if len(line) > _MAX_LINE:
            raise poplib.error_proto("line too long")
        if not line:
            raise EOFError("-ERR EOF")
        return line.rstrip(b"\r\n"), len(line)


class PopGateway(Session):
    """`with PopGateway(server) as box:` signs in; deletions count when the block ends well."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self._pop: _Pop | None = None
        self._watchdog: Watchdog | None = None
        self._numbers: dict[str, int] = {}

    @property
    def pop(self) -> _Pop:
        if self._pop is None:
            raise TransportError("connect", "The connection is closed.")
        return self._pop

    def connect(self) -> str:
        """Connects, with TLS where the account says so; returns the server's greeting."""
        with speaking("connect"), _answers("connect"):
            self._pop = _Pop(self.server)
            self._watchdog = Watchdog(self._pop.sock)
        if self.server.security == "starttls":
            with speaking("tls"), _answers("tls"):
                self.pop.stls(tls_context(self.server))
        return self.pop.getwelcome().decode("utf-8", "replace")

    def login(self) -> None:
        """Signs in."""
        with speaking("login"):
            try:
                self.pop.user(self.server.username)
                self.pop.pass_(self.server.password)
            except poplib.error_proto as error:
                said = _words(error)
                temporary = "[IN-USE]" in said or "[SYS/TEMP]" in said or "[LOGIN-DELAY]" in said
                raise TransportError("login", said, permanent=not temporary) from error

    def end(self, *, clean: bool) -> None:
        """A clean end is a QUIT, with which the server deletes."""
        self.close(commit=clean)

    def close(self, *, commit: bool = False) -> None:
        """Ends the session. Only QUIT makes the server delete; a dropped connection deletes nothing."""
        pop, self._pop = self._pop, None
        if self._watchdog is not None:
            self._watchdog.stop()
        if pop is None:
            return
        try:
            if commit:
                with speaking("fetch"), _answers("fetch"):
                    pop.quit()
        finally:
            with contextlib.suppress(OSError):
                pop.close()

    def waiting(self) -> list[Remote]:
        """The messages that are there, oldest first, with their sizes."""
        with speaking("fetch"), _answers("fetch"):
            listing = self.pop.list()[1]
            sizes = {int(line.split()[0]): int(line.split()[1]) for line in listing if len(line.split()) >= 2}
            lines = self.pop.uidl()[1]
        self._numbers = {}
        for line in lines:
            number, _, uid = line.decode("ascii", "replace").partition(" ")
            if number.isdigit() and uid.strip():
                self._numbers[uid.strip()] = int(number)
        return [Remote(uid, sizes.get(number, 0)) for uid, number in self._numbers.items()]

    def fetch(self, uid: str, *, head_only: bool = False) -> bytes | None:
        """The message as it lies there; None when it is gone."""
        number = self._numbers.get(uid)
        if number is None:
            return None
        with speaking("fetch"), _answers("fetch"):
            lines = self.pop.top(number, 0)[1] if head_only else self.pop.retr(number)[1]
        return b"\r\n".join(lines) + b"\r\n"

    def delete(self, uids: list[str]) -> None:
        """Marks messages for deletion; the server deletes when the session ends well."""
        with speaking("fetch"), _answers("fetch"):
            for uid in uids:
                if uid in self._numbers:
                    self.pop.dele(self._numbers[uid])


class _answers(contextlib.AbstractContextManager["_answers"]):  # noqa: N801 - reads like a verb in a with statement
    """An answer of the server that says no."""

    def __init__(self, step: str) -> None:
        self.step = step

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, poplib.error_proto):
            raise TransportError(self.step, _words(error)) from error


def _words(error: Exception) -> str:
    argument = error.args[0] if error.args else ""
    return argument.decode("utf-8", "replace")[:500] if isinstance(argument, bytes) else str(argument)[:500]
