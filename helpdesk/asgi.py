"""The ASGI entry point: streams before Django, health at once, everything else as a page."""

import asyncio
import json
import os
from collections.abc import Awaitable, Callable
from typing import Any

import django
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")
django.setup(set_prefix=False)

from common.realtime.sse import StreamApp  # noqa: E402 - models only load after setup
from helpdesk import health  # noqa: E402
from helpdesk.pages import Pages  # noqa: E402

Send = Callable[[dict[str, Any]], Awaitable[None]]


class Desk:
    """What a worker serves."""

    def __init__(self) -> None:
        self.streams = StreamApp()
        self.pages = Pages(settings.WEB_THREADS)

    async def __call__(
        self, scope: dict[str, Any], receive: Callable[[], Awaitable[Any]], send: Send
    ) -> None:
        if scope["type"] != "http":
            return
        path = scope["path"]
        if path == "/stream":
            await self.streams(scope, receive, send)
        elif path == "/healthz":
            await _json(send, 200, {"alive": True})
        elif path == "/readyz":
            await _json(
                send, *await asyncio.get_running_loop().run_in_executor(self.pages.pool, health.readiness)
            )
        else:
            await self.pages(scope, receive, send)


async def _json(send: Send, status: int, body: dict[str, object]) -> None:
    headers = [(b"content-type", b"application/json"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps(body).encode()})


application = Desk()
