"""A small HTTP client on asyncio: one kept connection, its own cookies, every byte of the answer read."""

import asyncio
import time
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode

LIMIT = 2**22


@dataclass(slots=True)
class Answer:
    """What came back, and after how many seconds."""

    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")


@dataclass
class Client:
    """A browser without a face. `cookies` may be shared by several clients of one person."""

    port: int
    host: str = "localhost"
    cookies: dict[str, str] = field(default_factory=dict)
    timeout: float = 60
    _streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, path: str) -> Answer:
        return await self.ask("GET", path)

    async def post(self, path: str, values: dict[str, str], *, referer: str = "/") -> Answer:
        """A form's fields, with the token against forged requests."""
        fields = {"csrfmiddlewaretoken": self.cookies.get("csrftoken", "")} | values
        return await self.ask("POST", path, urlencode(fields).encode(), referer=referer)

    async def ask(self, method: str, path: str, body: bytes = b"", *, referer: str = "/") -> Answer:
        """One request; a connection that the server closed meanwhile is opened again once."""
        started = time.perf_counter()
        async with asyncio.timeout(self.timeout):
            fresh = self._streams is None
            try:
                return await self._once(method, path, body, referer, started)
            except (ConnectionError, asyncio.IncompleteReadError):
                self.close()
                if fresh:
                    raise
                return await self._once(method, path, body, referer, started)

    def close(self) -> None:
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None

    async def _once(self, method: str, path: str, body: bytes, referer: str, started: float) -> Answer:
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self.port, limit=LIMIT)
        reader, writer = self._streams
        writer.write(self._head(method, path, body, referer) + body)
        await writer.drain()
        status, headers = await self._read_head(reader)
        content = await _read_body(reader, headers, has_body=status not in (204, 304))
        if headers.get("connection", "").lower() == "close":
            self.close()
        return Answer(status, headers, content, time.perf_counter() - started)

    def _head(self, method: str, path: str, body: bytes, referer: str) -> bytes:
        origin = f"http://{self.host}:{self.port}"
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self.host}:{self.port}", f"Referer: {origin}{referer}"]
        if self.cookies:
            lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        if method == "POST":
            lines += [f"Origin: {origin}", "Content-Type: application/x-www-form-urlencoded"]
            lines += [f"Content-Length: {len(body)}", f"X-CSRFToken: {self.cookies.get('csrftoken', '')}"]
        return ("\r\n".join(lines) + "\r\n\r\n").encode()

    async def _read_head(self, reader: asyncio.StreamReader) -> tuple[int, dict[str, str]]:
        raw = await reader.readuntil(b"\r\n\r\n")
        first, *lines = raw.decode("latin-1").split("\r\n")
        headers: dict[str, str] = {}
        for line in filter(None, lines):
            name, _, value = line.partition(":")
            if name.lower() == "set-cookie":
                self._keep(value.strip())
            else:
                headers[name.lower()] = value.strip()
        return int(first.split()[1]), headers

    def _keep(self, value: str) -> None:
        for name, morsel in SimpleCookie(value).items():
            self.cookies[name] = morsel.value


async def _read_body(reader: asyncio.StreamReader, headers: dict[str, str], *, has_body: bool) -> bytes:
    if not has_body:
        return b""
    if "content-length" in headers:
        return await reader.readexactly(int(headers["content-length"]))
    content = bytearray()
    while size := int(await reader.readline(), 16):
        content += await reader.readexactly(size)
        await reader.readexactly(2)
    await reader.readexactly(2)
    return bytes(content)
