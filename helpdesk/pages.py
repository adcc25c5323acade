"""Django's pages under ASGI, each request in one thread of a fixed pool.

Django's own ASGI handler starts a thread a request, and with it a database connection a request. Our views
are plain functions, so a request runs from its first middleware to its last byte in a thread that stays: its
database connection is used again, and nothing hops between threads.
"""

import asyncio
import contextvars
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.db import close_old_connections, reset_queries
from django.http import (
    FileResponse,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.urls import set_script_prefix

from helpdesk import requestlog
from helpdesk.lanes import Lane, Lanes, come_later

Scope = dict[str, Any]
Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
CHUNK = 2**16


class TooLargeError(Exception):
    """The body is larger than MAX_BODY_BYTES."""


@dataclass(slots=True)
class Answer:
    """A response, ready to send. `body` is None for one that streams."""

    response: HttpResponseBase
    body: bytes | None
    head: Message


class Pages(ASGIHandler):
    """The ASGI application for everything but streams."""

    def __init__(self, threads: int) -> None:
        self.load_middleware(is_async=False)
        self.lanes = Lanes(threads)
        self.pool = self.lanes.pages.pool

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # type: ignore[override]  # as in the server
        """One request."""
        if settings.HTTPS:  # the proxy in front speaks TLS; links and cookies must know
            scope = {**scope, "scheme": "https"}
        try:
            body = await self.read_body(_limited(scope, receive))
        except RequestAborted:
            return
        except TooLargeError:
            await _too_large(send)
            return
        try:
            await self._serve(self.lanes.of(scope), scope, body, send)
        finally:
            body.close()

    async def _serve(self, lane: Lane, scope: Scope, body: IO[bytes], send: Send) -> None:
        if lane.is_full:
            await self._send(_plain(come_later()), send)
            return
        with lane:
            answer = await self._in_pool(lane.pool, self._answer, scope, body)
        await self._send(answer, send)

    async def _in_pool(self, pool: ThreadPoolExecutor, function: Callable[..., Any], *args: Any) -> Any:
        context = contextvars.copy_context()
        return await asyncio.get_running_loop().run_in_executor(pool, context.run, function, *args)

    def _answer(self, scope: Scope, body: IO[bytes]) -> Answer:
        """In a thread of the pool: middleware, view, and the end of the request."""
        reset_queries()
        close_old_connections()
        with requestlog.measured(scope) as line:
            set_script_prefix(get_script_prefix(scope))
            request, error = self.create_request(scope, body)
            response = (
                self.get_response(request) if request is not None else error or HttpResponseBadRequest()
            )
            line.note(request, response)
        if isinstance(response, FileResponse):
            response.block_size = CHUNK
        if isinstance(response, StreamingHttpResponse):
            return Answer(response, None, _head(response))
        assert isinstance(response, HttpResponse)
        answer = _plain(response)
        response.close()
        return answer

    async def _send(self, answer: Answer, send: Send) -> None:
        await send(answer.head)
        if answer.body is not None:
            await send({"type": "http.response.body", "body": answer.body})
            return
        response = answer.response
        assert isinstance(response, StreamingHttpResponse)
        try:
            if response.is_async:
                async for part in response:
                    await send(_part(part))
            elif isinstance(response, FileResponse):
                await _send_file(iter(response), send)
            else:
                loop = asyncio.get_running_loop()
                await self._in_pool(self.pool, _pump, response, send, loop)
            await send({"type": "http.response.body", "body": b""})
        finally:
            await asyncio.to_thread(response.close)


def _plain(response: HttpResponse) -> Answer:
    return Answer(response, response.content, _head(response))


def _head(response: HttpResponseBase) -> Message:
    headers = [(name.encode("ascii"), value.encode("latin-1")) for name, value in response.items()]
    headers += [
        (b"Set-Cookie", morsel.output(header="").encode("ascii").strip())
        for morsel in response.cookies.values()
    ]
    return {"type": "http.response.start", "status": response.status_code, "headers": headers}


def _part(body: bytes) -> Message:
    return {"type": "http.response.body", "body": body, "more_body": True}


async def _send_file(parts: Iterator[bytes], send: Send) -> None:
    """Reads outside the pool: a slow reader of a large file keeps no page waiting."""
    while (part := await asyncio.to_thread(next, parts, None)) is not None:
        await send(_part(part))


def _pump(response: StreamingHttpResponse, send: Send, loop: asyncio.AbstractEventLoop) -> None:
    """A generator may hold a database cursor, so it stays in one thread."""
    for part in response:
        asyncio.run_coroutine_threadsafe(send(_part(part)), loop).result()  # type: ignore[arg-type]  # send is a coroutine function


def _limited(scope: Scope, receive: Receive) -> Receive:
    """`receive` that refuses a body past the limit."""
    limit: int = settings.MAX_BODY_BYTES
    length = dict(scope["headers"]).get(b"content-length", b"0")
    left = limit

    async def counted() -> Message:
        nonlocal left
        if length.isdigit() and int(length) > limit:
            raise TooLargeError
        message = await receive()
        left -= len(message.get("body", b""))
        if left < 0:
            raise TooLargeError
        return message

    return counted


async def _too_large(send: Send) -> None:
    response = HttpResponse(
        "The request is too large.\n", "text/plain", status=413, headers={"Connection": "close"}
    )
    await send(_head(response))
    await send({"type": "http.response.body", "body": response.content})
