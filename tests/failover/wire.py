"""The wire between a node and the database: it can be cut, loudly or silently, and mended."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field

from tests.failover.background import Background
from tests.servers.process import free_port


@dataclass
class Wire:
    """Forwards `port` to `target`. Silent: what is sent arrives only after the mending."""

    background: Background
    target: int
    port: int = field(default_factory=free_port)
    server: asyncio.Server | None = None
    flows: asyncio.Event = field(default_factory=asyncio.Event)
    open: set[asyncio.StreamWriter] = field(default_factory=set)

    def start(self) -> "Wire":
        self.background.run(self._mend())
        return self

    def cut(self, *, silent: bool) -> None:
        self.background.run(self._cut(silent))

    def mend(self) -> None:
        self.background.run(self._mend())

    async def _cut(self, silent: bool) -> None:
        self.flows.clear()
        if silent:
            return
        assert self.server
        self.server.close()
        self.server = None
        for writer in list(self.open):
            writer.transport.abort()

    async def _mend(self) -> None:
        self.flows.set()
        if self.server is None:
            self.server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.open.add(writer)
        other: asyncio.StreamWriter | None = None
        try:
            await self.flows.wait()
            far, other = await asyncio.open_connection("127.0.0.1", self.target)
            self.open.add(other)
            ways = [asyncio.ensure_future(self._pump(*way)) for way in ((reader, other), (far, writer))]
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            for way in ways:
                way.cancel()
        except (OSError, asyncio.CancelledError):  # the database is away, or the play is over
            pass
        finally:
            for one in (writer, other):
                if one is not None:
                    self.open.discard(one)
                    one.close()

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await reader.read(65536):
                await self.flows.wait()
                writer.write(data)
                await writer.drain()
