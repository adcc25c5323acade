"""An IMAP mailbox."""

import contextlib
import imaplib
import re
from types import TracebackType

from imap_tools import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError

from mail.errors import TransportError
from mail.gateways.server import Remote, Server, Watchdog, speaking, tls_context
from mail.gateways.session import Session

_SIZE = re.compile(rb"UID (\d+)[^)]*RFC822\.SIZE (\d+)|RFC822\.SIZE (\d+)[^)]*UID (\d+)")
_BATCH = 200


class ImapGateway(Session):
    """`with ImapGateway(server, folder) as box:` signs in and opens the folder. Raises TransportError."""

    def __init__(self, server: Server, folder: str = "INBOX", *, unread_only: bool = False) -> None:
        self.server, self.folder, self.unread_only = server, folder, unread_only
        self._box: BaseMailBox | None = None
        self._watchdog: Watchdog | None = None
        self._validity = ""

    @property
    def box(self) -> BaseMailBox:
        if self._box is None:
            raise TransportError("connect", "The connection is closed.")
        return self._box

    def connect(self) -> str:
        """Connects, with TLS where the account says so; returns the server's greeting."""
        server = self.server
        with speaking("connect"):
            if server.security == "tls":
                self._box = MailBox(server.host, server.port, server.timeout, ssl_context=tls_context(server))
            elif server.security == "starttls":
                context = tls_context(server)
                try:
                    self._box = MailBoxStartTls(server.host, server.port, server.timeout, ssl_context=context)
                except imaplib.IMAP4.error as error:
                    raise TransportError("tls", _words(error), permanent=True) from error
            else:
                self._box = MailBoxUnencrypted(server.host, server.port, server.timeout)
            self._watchdog = Watchdog(self._box.client.socket())
        return _text(self._box.client.welcome or b"")

    def login(self) -> None:
        """Signs in and opens the folder."""
        with speaking("login"):
            try:
                self.box.login(self.server.username, self.server.password, initial_folder=None)
            except (imaplib.IMAP4.error, ImapToolsError) as error:
                raise TransportError("login", _words(error), permanent=True) from error
        with speaking("fetch"):
            try:
                self.box.folder.set(self.folder)
                status = self.box.folder.status(self.folder, ["UIDVALIDITY"])
            except (imaplib.IMAP4.error, ImapToolsError) as error:
                said = f"The folder {self.folder} cannot be opened: {_words(error)}"
                raise TransportError("fetch", said, permanent=True) from error
        self._validity = str(status.get("UIDVALIDITY", ""))

    def end(self, *, clean: bool) -> None:
        """Signs out either way: what is deleted is deleted mail by mail."""
        self.close()

    def close(self) -> None:
        """Signs out; whatever happens now changes nothing any more."""
        box, self._box = self._box, None
        if self._watchdog is not None:
            self._watchdog.stop()
        if box is not None:
            with contextlib.suppress(Exception):
                box.logout()
            with contextlib.suppress(OSError):
                box.client.shutdown()

    def waiting(self) -> list[Remote]:
        """The messages that are there, oldest first, with their sizes."""
        with speaking("fetch"), _answers("fetch"):
            uids = self.box.uids("UNSEEN" if self.unread_only else "ALL")
            sizes: dict[str, int] = {}
            for start in range(0, len(uids), _BATCH):
                part = ",".join(uids[start : start + _BATCH])
                _, data = self.box.client.uid("FETCH", part, "(UID RFC822.SIZE)")
                for line in data or []:
                    match = _SIZE.search(line if isinstance(line, bytes) else b"")
                    if match:
                        uid, size = (match[1], match[2]) if match[1] else (match[4], match[3])
                        sizes[uid.decode()] = int(size)
        return [Remote(f"{self._validity}:{uid}", sizes.get(uid, 0)) for uid in sorted(uids, key=int)]

    def fetch(self, uid: str, *, head_only: bool = False) -> bytes | None:
        """The message as it lies there, still unread; None when it is gone."""
        part = "BODY.PEEK[HEADER]" if head_only else "BODY.PEEK[]"
        with speaking("fetch"), _answers("fetch"):
            _, data = self.box.client.uid("FETCH", uid.rpartition(":")[2], f"({part})")
        for item in data or []:
            if isinstance(item, tuple):
                return bytes(item[1])
        return None

    def delete(self, uids: list[str]) -> None:
        """Deletes messages for good."""
        with speaking("fetch"), _answers("fetch"):
            self.box.delete([uid.rpartition(":")[2] for uid in uids])

    def mark_read(self, uids: list[str]) -> None:
        """Marks messages as read."""
        with speaking("fetch"), _answers("fetch"):
            self.box.flag([uid.rpartition(":")[2] for uid in uids], "\\Seen", True)

    def move(self, uids: list[str], folder: str) -> None:
        """Moves messages to another folder, which is made when it is not there."""
        with speaking("fetch"), _answers("fetch"):
            if not self.box.folder.exists(folder):
                self.box.folder.create(folder)
            self.box.move([uid.rpartition(":")[2] for uid in uids], folder)


class _answers(contextlib.AbstractContextManager["_answers"]):  # noqa: N801 - reads like a verb in a with statement
    """An answer of the server that says no."""

    def __init__(self, step: str) -> None:
        self.step = step

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, imaplib.IMAP4.error | ImapToolsError):
            raise TransportError(self.step, _words(error)) from error


def _words(error: Exception) -> str:
    argument = error.args[0] if error.args else error
    if isinstance(argument, bytes):
        return _text(argument)
    result = getattr(error, "command_result", None)
    if result:
        said = result[1][0] if len(result) > 1 and result[1] else result[0]
        return _text(said) if isinstance(said, bytes) else str(said)
    return str(argument)[:500]


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace").strip()[:500]
