"""LDAP by ldap3: the only module that knows the library. A session is one connection with a certain end."""

import contextlib
import re
import socket
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import ldap3
from django.core.cache import cache
from django.utils.translation import gettext_noop
from ldap3.core.exceptions import LDAPException
from ldap3.operation.search import parse_filter
from ldap3.utils.conv import escape_filter_chars
from ldap3.utils.dn import escape_rdn, parse_dn

from accounts.errors import DirectoryError
from accounts.models import Directory
from common.unit import assert_no_transaction

SESSION_SECONDS = 60  # the hard end of one session, however slowly the other side trickles
DOWN_SECONDS = 60  # a server that did not answer is tried last for so long
PAGE = 500
PAGED = "1.2.840.113556.1.4.319"
SILENT = gettext_noop("The server accepts, but does not answer in time.")
_FAULTS = (LDAPException, OSError, EOFError, ValueError, LookupError, TypeError, AttributeError)
_SUCCESS, _SIZE_LIMIT, _NO_OBJECT, _NO = 0, 4, 32, {19, 34, 48, 49, 50, 53}
# words in what the library says of a failed connection, the step that failed, and our words for it
_WORDS = (
    ("self-signed certificate in", "tls", gettext_noop("The certificate's authority is not known here.")),
    ("self-signed", "tls", gettext_noop("The certificate is self-signed; nobody vouches for it.")),
    ("certificate has expired", "tls", gettext_noop("The certificate has expired.")),
    ("certificate verify failed", "tls", gettext_noop("The certificate's authority is not known here.")),
    ("match", "tls", gettext_noop("The certificate is for another name than this server's.")),
    ("startTLS", "tls", gettext_noop("The server does not offer StartTLS.")),
    ("timed out", "connect", gettext_noop("The server does not answer in time.")),
    ("refused", "connect", gettext_noop("Nothing listens on this port.")),
    ("invalid server address", "connect", gettext_noop("The name of the server is not known.")),
    ("ssl", "tls", gettext_noop("TLS does not work here; is the port right for this kind of security?")),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """What a search found; the names of attributes are in lower case."""

    dn: str
    attributes: dict[str, tuple[bytes, ...]]

    def raw(self, name: str) -> bytes:
        return next(iter(self.attributes.get(name.lower(), ())), b"")

    def text(self, name: str) -> str:
        return self.raw(name).decode("utf-8", "replace").strip()

    def texts(self, name: str) -> list[str]:
        return [value.decode("utf-8", "replace") for value in self.attributes.get(name.lower(), ())]


@contextlib.contextmanager
def speaking(step: str) -> Iterator[None]:
    """Turns whatever library and network raise into a DirectoryError. Never inside a unit."""
    assert_no_transaction()
    try:
        yield
    except DirectoryError:
        raise
    except _FAULTS as error:
        text = f"{type(error).__name__} {error}"
        if step != "connect":
            late = "timed out" in text or isinstance(error, TimeoutError)
            raise DirectoryError(step, SILENT if late else f"The answer was of no use ({error}).") from error
        for words, cause, said in _WORDS:
            if words.lower() in text.lower():
                raise DirectoryError(cause, said) from error
        raise DirectoryError("connect", f"The connection broke ({error}).") from error


class Session:
    """`with Session(directory) as it:` connects to the first server that answers, encrypted if it must be."""

    def __init__(self, directory: Directory) -> None:
        self.directory = directory
        self._connection: Any = None
        self._timer = threading.Timer(SESSION_SECONDS, self._bite)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self.connect()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def connect(self) -> str:
        """Returns the server that answered. Raises DirectoryError, of the last one when none did."""
        self._timer.start()
        addresses = self.directory.addresses
        addresses.sort(key=lambda one: bool(cache.get(_down(*one))))  # sorting keeps the order of the rest
        last = DirectoryError("connect", gettext_noop("No server is given."))
        for host, port in addresses:
            try:
                self._open(host, port)
            except DirectoryError as error:
                self._drop()
                cache.set(_down(host, port), 1, DOWN_SECONDS)
                last = error
            else:
                cache.delete(_down(host, port))
                return f"{host}:{port}"
        self.close()
        raise last

    def _open(self, host: str, port: int) -> None:
        directory = self.directory
        check = ssl.CERT_REQUIRED if directory.verify_certificate else ssl.CERT_NONE
        tls = ldap3.Tls(
            validate=check, ca_certs_data=directory.ca_certificate or None, sni=_server_name(host)
        )
        with speaking("connect"):
            server = ldap3.Server(
                host,
                port=port,
                use_ssl=directory.security == Directory.Security.TLS,
                tls=tls,
                get_info=ldap3.NONE,
                connect_timeout=directory.timeout,
            )
            self._connection = ldap3.Connection(
                server,
                auto_bind=ldap3.AUTO_BIND_NONE,
                receive_timeout=directory.timeout,
                auto_referrals=False,
                check_names=False,
                raise_exceptions=False,
                read_only=True,
            )
            self._connection.open(read_server_info=False)
            if directory.security == Directory.Security.STARTTLS:
                self._connection.start_tls(read_server_info=False)

    def prove(self, name: str, password: str) -> str | None:
        """Signs in; None when it worked, else what the server said. Never with an empty password: servers
        take that for somebody who wants to stay unknown, and say yes."""
        if not name or not password or "\0" in password:
            return "An empty name or password is none."
        return self._bind(ldap3.SIMPLE, name, password)

    def stay_unknown(self) -> str | None:
        """Goes on without a name, where the server allows it."""
        return self._bind(ldap3.ANONYMOUS, "", "")

    def _bind(self, how: Any, name: str, password: str) -> str | None:
        link = self._connection
        with speaking("bind"):
            link.authentication, link.user, link.password = how, name or None, password or None
            link.bind(read_server_info=False)
        result = link.result
        link.password = None
        if result["result"] == _SUCCESS:
            return None
        said = f"{result['description']} {result.get('message') or ''}".strip()
        if result["result"] in _NO:
            return said
        raise DirectoryError("bind", said)

    def search(self, step: str, base: str, query: str, attributes: list[str], *, limit: int) -> list[Entry]:
        """At most about `limit` entries, page by page. Raises DirectoryError."""
        found: list[Entry] = []
        cookie: Any = None
        while len(found) < limit:
            with speaking(step):
                self._connection.search(
                    base,
                    query,
                    attributes=attributes,
                    size_limit=0 if limit >= PAGE else limit,
                    time_limit=self.directory.timeout,
                    paged_size=PAGE if limit >= PAGE else None,
                    paged_cookie=cookie,
                )
                result = self._connection.result
                found += [_entry(one) for one in self._connection.response if one["type"] == "searchResEntry"]
                control = (result.get("controls") or {}).get(PAGED)
                cookie = control["value"]["cookie"] if control else None
            if result["result"] == _NO_OBJECT:
                raise DirectoryError(step, gettext_noop("This branch of the directory is not there."))
            if result["result"] not in (_SUCCESS, _SIZE_LIMIT):
                raise DirectoryError(step, f"{result['description']} {result.get('message') or ''}".strip())
            if not cookie:
                break
        return found

    def _drop(self) -> None:
        with contextlib.suppress(*_FAULTS):
            if self._connection is not None:
                self._connection.strategy.close()
        self._connection = None

    def _bite(self) -> None:
        with contextlib.suppress(*_FAULTS):
            self._connection.socket.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self._timer.cancel()
        with contextlib.suppress(*_FAULTS):
            if self._connection is not None:
                self._connection.unbind()
        self._drop()


def _down(host: str, port: int) -> str:
    return f"directory-down:{host}:{port}"


def _server_name(host: str) -> str | None:
    """For the server that holds several names; an address is none."""
    return None if re.fullmatch(r"[\d.]+|[\da-f:]+", host) else host


def _entry(found: dict[str, Any]) -> Entry:
    raw = {name.lower(): tuple(values) for name, values in found["raw_attributes"].items()}
    return Entry(found["dn"], raw)


def in_filter(text: str) -> str:
    """What a person typed, as a part of a filter: it stays a value, whatever it holds."""
    return str(escape_filter_chars(text))


def in_dn(text: str) -> str:
    """What a person typed, as a part of a distinguished name."""
    return str(escape_rdn(text))


def is_filter(text: str) -> bool:
    """Can a server read this filter?"""
    try:
        parse_filter(text, None, False, None, None, False)  # type: ignore[no-untyped-call]  # ldap3's
    except _FAULTS:
        return False
    return True


def is_dn(text: str) -> bool:
    """Is this a distinguished name?"""
    return dn_key(text) != ""


def dn_key(dn: str) -> str:
    """A distinguished name in one way of writing, to compare by; empty for what is none."""
    try:
        parts = parse_dn(dn, escape=False, strip=True)
    except _FAULTS:
        return ""
    return "".join(f"{name.lower()}={_plain(value)}{',' if mark else ''}" for name, value, mark in parts)


def _plain(value: str) -> str:
    """Escapes may be written in two ways; here all are written in one."""
    coded = re.compile(r"(?:\\[0-9a-fA-F]{2})+")
    value = coded.sub(lambda hit: bytes.fromhex(hit[0].replace("\\", "")).decode("utf-8", "replace"), value)
    value = re.sub(r"\\(.)", r"\1", value).strip().casefold()
    return re.sub(r"([,+=\\])", r"\\\1", value)
