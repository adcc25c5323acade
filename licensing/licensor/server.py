"""The licensor's address: small, threaded, with limits on size, time and number. TLS when given its files."""

import json
import logging
import socket
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from licensing.errors import LicensorError
from licensing.licensor import answering
from licensing.licensor.errors import RefusedError
from licensing.licensor.folder import Folder
from licensing.licensor.limits import Limit
from licensing.licensor.page import exchange_page
from licensing.papers import Request, answer_file, read_request
from licensing.papers.requests import MAX_BYTES

SECONDS = 10
AT_ONCE = 64
_STATUS = {"bad_request": 400, "unknown_key": 404, "slow_down": 429}
log = logging.getLogger(__name__)


class LicensorServer(ThreadingHTTPServer):
    """`serve_forever()` until `shutdown()`."""

    daemon_threads = True
    request_queue_size = AT_ONCE

    def __init__(
        self,
        folder: Folder,
        address: tuple[str, int],
        *,
        per_minute: int = 30,
        tls: tuple[Path, Path] | None = None,
    ) -> None:
        self.folder = folder
        self.limit = Limit(per_minute)
        self._free = threading.BoundedSemaphore(AT_ONCE)
        self._tls: ssl.SSLContext | None = None
        if tls is not None:
            self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._tls.minimum_version = ssl.TLSVersion.TLSv1_2
            self._tls.load_cert_chain(*tls)
        if ":" in address[0]:
            self.address_family = socket.AF_INET6
        super().__init__(address, Handler)

    def get_request(self) -> tuple[socket.socket, Any]:
        """The handshake is left to the thread: a client that is silent delays nobody else."""
        connection, address = super().get_request()
        connection.settimeout(SECONDS)
        if self._tls is not None:
            connection = self._tls.wrap_socket(connection, server_side=True, do_handshake_on_connect=False)
        return connection, address

    def process_request(self, request: Any, client_address: Any) -> None:
        if not self._free.acquire(blocking=False):
            self.shutdown_request(request)
            return
        super().process_request(request, client_address)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._free.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        log.info("A connection from %s broke off", client_address[0])


class Handler(BaseHTTPRequestHandler):
    server: LicensorServer
    server_version = "licensor"
    sys_version = ""
    timeout = SECONDS

    def do_GET(self) -> None:
        """The page for files, and a sign of life."""
        if self.path == "/healthz":
            self._send(200, b"ok\n", "text/plain")
        elif self.path == "/":
            self._send(200, exchange_page().encode(), "text/html; charset=utf-8")
        else:
            self._send(404, b"Nothing is here.\n", "text/plain")

    def do_POST(self) -> None:
        """A request of a desk, as JSON; or one that a person pasted into the page."""
        verbs = {"/activate": self._activate, "/confirm": self._confirm, "/exchange": self._exchange}
        verb = verbs.get(self.path)
        if verb is None:
            self._send(404, b"Nothing is here.\n", "text/plain")
        elif (body := self._body()) is not None:
            verb(body)

    def _body(self) -> str | None:
        """Read only as far as is allowed; None: the client has been told."""
        length = self.headers.get("Content-Length", "")
        if not length.isdigit() or int(length) > MAX_BYTES:
            self._refuse(RefusedError("bad_request", "A request is at most 40 kB and says its length."), 413)
            return None
        if not self.server.limit.hit(str(self.client_address[0])):
            self._refuse(RefusedError("slow_down", "Asked too often; try again in some minutes."))
            return None
        return self.rfile.read(int(length)).decode("utf-8", errors="replace")

    def _asked(self, text: str) -> Request:
        try:
            return read_request(text)
        except LicensorError as error:
            raise RefusedError("bad_request", str(error)) from error

    def _activate(self, body: str) -> None:
        self._answer(body, answering.answer)

    def _confirm(self, body: str) -> None:
        self._answer(body, answering.confirmation)

    def _answer(self, body: str, how: Any) -> None:
        try:
            request = self._asked(body)
            text = how(self.server.folder, request)
        except RefusedError as error:
            self._refuse(error)
            return
        log.info("%s: key %s for %s", self.path, request.key_id, request.database)
        self._json(200, {"answer": text})

    def _exchange(self, body: str) -> None:
        pasted = parse_qs(body, max_num_fields=5).get("request", [""])[0]
        try:
            text = answering.answer(self.server.folder, self._asked(pasted))
        except RefusedError as error:
            self._send(400, exchange_page(str(error), pasted).encode(), "text/html; charset=utf-8")
            return
        self._send(200, answer_file(text).encode(), "application/json", name="answer.json")

    def _refuse(self, error: RefusedError, status: int | None = None) -> None:
        log.info("%s refused: %s", self.path, error)
        self._json(status or _STATUS.get(error.code, 409), {"error": error.code, "message": str(error)})

    def _json(self, status: int, said: dict[str, str]) -> None:
        self._send(status, json.dumps(said).encode(), "application/json")

    def _send(self, status: int, body: bytes, kind: str, name: str = "") -> None:
        self.close_connection = True
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cache-Control", "no-store")
        self.send_header(
            "Content-Security-Policy", "default-src 'none'; form-action 'self'; frame-ancestors 'none'"
        )
        if name:
            self.send_header("Content-Disposition", f'attachment; filename="{name}"')
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        """Requests are logged where they are answered."""
