"""Connections that are made to checked addresses only, and cut when the time is over."""

import socket
import threading
from contextlib import suppress
from typing import Any

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError
from urllib3.util.connection import create_connection

from common.clock import boot_seconds
from common.outgoing.addresses import resolve


class Deadline:
    """The end of one call, over all its redirects. A server that sends byte by byte cannot draw it out."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.is_over = False
        self._end = boot_seconds() + seconds
        self._sockets: list[socket.socket] = []
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> "Deadline":
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        with self._lock:
            while self._sockets:
                self._sockets.pop().close()

    @property
    def left(self) -> float:
        return max(0.01, self._end - boot_seconds())

    def watch(self, connection: socket.socket) -> None:
        """Cuts this connection at the end. The copy of the handle survives TLS taking the first one over."""
        with self._lock:
            self._sockets.append(connection.dup())
            if self.is_over:
                self._shut()

    def _cut(self) -> None:
        with self._lock:
            self.is_over = True
            self._shut()

    def _shut(self) -> None:
        for watched in self._sockets:
            with suppress(OSError):
                watched.shutdown(socket.SHUT_RDWR)


class _State(threading.local):
    deadline: Deadline | None = None


state = _State()


def _connect(connection: HTTPConnection) -> socket.socket:
    """Tries the addresses of the name one after another, as the resolver orders them."""
    deadline = state.deadline
    problem: OSError | None = None
    for address in resolve(connection.host.strip("[]"), connection.port):
        try:
            made = create_connection(
                (address, connection.port),
                deadline.left if deadline else connection.timeout,
                source_address=connection.source_address,
                socket_options=connection.socket_options,
            )
        except TimeoutError as error:
            raise ConnectTimeoutError(connection, f"{connection.host} does not answer") from error
        except OSError as error:
            problem = error
            continue
        if deadline:
            deadline.watch(made)
        return made
    raise NewConnectionError(connection, f"{connection.host}: {problem}") from problem


class GuardedHTTP(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return _connect(self)


class GuardedHTTPS(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return _connect(self)


class PlainPool(HTTPConnectionPool):
    ConnectionCls: Any = GuardedHTTP


class TlsPool(HTTPSConnectionPool):
    ConnectionCls: Any = GuardedHTTPS


POOLS = {"http": PlainPool, "https": TlsPool}
