"""A reverse proxy as companies put before their nodes: it asks `/readyz`, sends people where that is 200.

A request is sent to another node only when the first could not even be connected to: it was certainly not
processed. Answers of 503 go back to the person, who may press the button again. A node that says 503 ends
what it has in hand; when it says nothing at all, the proxy ends what is under way to it.
"""

import asyncio
import json
import time
from contextlib import suppress
from dataclasses import dataclass, field

from tests.failover.background import Background
from tests.servers.process import free_port

POLL_SECONDS = 0.15
PATIENCE_SECONDS = 2.0
UNAVAILABLE = (
    b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nRetry-After: 1\r\nConnection: close\r\n\r\n"
)


@dataclass
class Backend:
    """A node as the proxy sees it."""

    name: str
    port: int
    epoch: int | None = None  # None: not ready
    streams: set[asyncio.StreamWriter] = field(default_factory=set)

    def down(self) -> None:
        self.epoch = None
        for stream in list(self.streams):
            stream.transport.abort()


@dataclass
class Proxy:
    background: Background
    backends: list[Backend]
    port: int = field(default_factory=free_port)
    tasks: list[asyncio.Task[None]] = field(default_factory=list)

    def start(self) -> "Proxy":
        self.background.run(self._start())
        return self

    async def _start(self) -> None:
        await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.tasks = [asyncio.create_task(self._watch(backend)) for backend in self.backends]

    async def _watch(self, backend: Backend) -> None:
        while True:
            began = time.monotonic()
            try:
                backend.epoch = await asyncio.wait_for(_ready(backend.port), PATIENCE_SECONDS)
            except (OSError, TimeoutError, ValueError, IndexError):
                backend.down()
            await asyncio.sleep(max(0.02, POLL_SECONDS - (time.monotonic() - began)))

    def _chosen(self) -> list[Backend]:
        ready = [backend for backend in self.backends if backend.epoch is not None]
        return sorted(ready, key=lambda backend: -(backend.epoch or 0))

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError, ValueError):
            request = await _request(reader)
            for backend in self._chosen():
                try:
                    near, far = await asyncio.wait_for(
                        asyncio.open_connection("127.0.0.1", backend.port), PATIENCE_SECONDS
                    )
                except (OSError, TimeoutError):
                    backend.down()
                    continue
                await self._relay(backend, request, near, far, writer)
                break
            else:
                writer.write(UNAVAILABLE)
                await writer.drain()
        writer.close()

    async def _relay(
        self,
        backend: Backend,
        request: bytes,
        near: asyncio.StreamReader,
        far: asyncio.StreamWriter,
        person: asyncio.StreamWriter,
    ) -> None:
        backend.streams.add(far)
        try:
            far.write(request)
            head = await near.readuntil(b"\r\n")
            person.write(head + f"X-Node: {backend.name}\r\n".encode())
            while data := await near.read(65536):
                person.write(data)
                await person.drain()
        finally:
            backend.streams.discard(far)
            far.close()


async def _request(reader: asyncio.StreamReader) -> bytes:
    """Head and body, asked of the node on a connection for this request alone."""
    lines = (await reader.readuntil(b"\r\n\r\n")).split(b"\r\n")[:-2]
    length = 0
    kept = [lines[0]]
    for line in lines[1:]:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
        if name.lower() not in {b"connection", b"keep-alive"}:
            kept.append(line)
    body = await reader.readexactly(length)
    return b"\r\n".join([*kept, b"Connection: close", b"", b""]) + body


async def _ready(port: int) -> int | None:
    """The epoch of a node that wants traffic."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        head, _, body = (await reader.read()).partition(b"\r\n\r\n")
        if head.split()[1] != b"200":
            return None
        found = body[body.index(b"{") : body.rindex(b"}") + 1]  # between the sizes of a chunked answer
        return int(json.loads(found)["epoch"])
    finally:
        writer.close()
