"""`/stream?ticket=…`: server-sent events, answered before Django: no middleware, no thread a stream."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs

from django.db import connection

from common.models import SignalRow
from common.realtime.hub import Hub, Signal, Stream, TooManyStreamsError
from common.realtime.marks import Mark, parse
from common.realtime.poller import BATCH, Poller
from common.realtime.rows import REVOKE
from common.realtime.tickets import BadTicketError, StreamTicket, open_ticket

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

PING_SECONDS = 15.0
LIFE_SECONDS = 300.0
IDLE_SECONDS = 30.0  # the poller rests after nobody has listened for so long
_HEAD = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]


class Refused(Exception):  # noqa: N818 - an answer, not a failure
    """The stream is not opened; `status` says why."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def _read_missed(seen: Mark) -> list[Signal]:
    """Signals after `seen` from the database: for those who were away longer than this process remembers."""
    try:
        rows = SignalRow.objects.filter(id__gt=seen.last) | SignalRow.objects.filter(id__in=list(seen.gaps))
        return [
            Signal(pk, channel, name, json.dumps(data), Mark(max(pk, seen.last)), _user(name, data))
            for pk, channel, name, data in rows.order_by("id").values_list("id", "channel", "name", "data")[
                :BATCH
            ]
        ]
    finally:
        connection.close()


def _user(name: str, data: dict[str, Any]) -> int:
    return int(data.get("user", 0)) if name == REVOKE else 0


def _wanted(scope: Scope) -> tuple[StreamTicket, Mark | None]:
    """The ticket, and what the reader says it has seen. Raises Refused."""
    query = parse_qs(scope.get("query_string", b"").decode("latin-1"))
    try:
        ticket = open_ticket(query.get("ticket", [""])[0])
    except BadTicketError as error:
        raise Refused(403) from error
    header = dict(scope["headers"]).get(b"last-event-id", b"").decode("latin-1")
    return ticket, parse(header or query.get("last", [""])[0])


class StreamApp:
    """The ASGI application of one process."""

    def __init__(self) -> None:
        self.hub = Hub()
        self.poller: Poller | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            if scope["method"] != "GET":
                raise Refused(405)
            if self.hub.is_closed:
                raise Refused(503)
            ticket, seen = _wanted(scope)
            stream = await self._open(ticket, seen, str((scope.get("client") or ("",))[0]))
        except Refused as refused:
            await _answer(send, refused.status)
            return
        try:
            await self._serve(stream, receive, send)
        finally:
            self.hub.remove(stream)
            self._rest_later()

    async def _open(self, ticket: StreamTicket, seen: Mark | None, address: str) -> Stream:
        """Registers the stream and sends what it has missed, without a gap between both. Raises Refused."""
        owner = str(ticket.user_id) if ticket.user_id else address
        stream = Stream(ticket.user_id, owner, frozenset(ticket.channels))
        await self._poll_running()
        mark = seen or Mark(ticket.since)
        older: list[Signal] = []
        if min([mark.last, *mark.gaps]) < self.hub.floor:
            older = await asyncio.to_thread(_read_missed, mark)
        try:
            self.hub.add(stream)
        except TooManyStreamsError as error:
            raise Refused(429) from error
        known = {signal.id for signal in older}
        fresh = [
            one for one in self.hub.recent if one.id not in known and (one.is_late or mark.misses(one.id))
        ]
        if seen is not None:
            fresh = [one for one in fresh if mark.misses(one.id)]
        self.hub.resume(stream, sorted([*older, *fresh], key=lambda one: one.id))
        return stream

    async def _serve(self, stream: Stream, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": _HEAD})
        await _body(send, b"retry: 2000\n: open\n\n")
        gone = asyncio.ensure_future(_disconnected(receive))
        try:
            ends = time.monotonic() + LIFE_SECONDS
            while not gone.done() and (left := ends - time.monotonic()) > 0:
                frame = await _next(stream, gone, min(PING_SECONDS, left))
                if frame is None:
                    break
                await _body(send, frame)
            if not gone.done():
                await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            gone.cancel()

    async def _poll_running(self) -> None:
        """Starts the poller when it rests, and waits until it has begun."""
        if self.poller is None or not self.poller.is_alive():
            self._loop = asyncio.get_running_loop()
            self.hub.rest()
            self.poller = Poller(self.hub, self._loop)
            self.poller.start()
        try:
            await asyncio.wait_for(self.hub.ready.wait(), 5)
        except TimeoutError as error:
            raise Refused(503) from error

    def _rest_later(self) -> None:
        if not self.hub.streams and self._loop is not None and not self._loop.is_closed():
            self._loop.call_later(IDLE_SECONDS, self._rest)

    def _rest(self) -> None:
        """Nobody has listened for a while: no need to look any more."""
        if not self.hub.streams and self.poller is not None:
            self.poller.stop()
            self.poller = None
            self.hub.rest()

    def shut_down(self) -> None:
        """Ends all streams; safe from a signal handler."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self.hub.close)
        else:
            self.hub.is_closed = True
        if self.poller is not None:
            self.poller.stop()


async def _next(stream: Stream, gone: "asyncio.Future[None]", seconds: float) -> bytes | None:
    """The next bytes to send; a ping when nothing comes; None when the stream is over."""
    getting = asyncio.ensure_future(stream.queue.get())
    both: set[asyncio.Future[Any]] = {getting, gone}
    done, _ = await asyncio.wait(both, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    if getting in done:
        return getting.result()
    getting.cancel()
    return None if gone in done else b": ping\n\n"


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _body(send: Send, frame: bytes) -> None:
    await send({"type": "http.response.body", "body": frame, "more_body": True})


async def _answer(send: Send, status: int) -> None:
    headers = [(b"content-type", b"text/plain"), (b"cache-control", b"no-store"), (b"content-length", b"0")]
    if status in {429, 503}:
        headers.append((b"retry-after", b"5"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
