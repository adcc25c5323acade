"""The process of the Database Connection Wizard: its pages on the port of the desk, and nothing else.

Started by `serve` in its own place (see first.py). A process of its own kind: Django with settings that know
no database, so nothing has to be there yet, and nothing that is read at start is old afterwards.
"""

import asyncio
import json
import os
import signal
import sys
from typing import Any

import django

# for this process alone: those it starts choose their settings themselves
os.environ["DJANGO_SETTINGS_MODULE"] = "helpdesk.settings.first_start"
django.setup(set_prefix=False)
from django.conf import settings  # noqa: E402 - Django is ready only from here on

os.environ["DJANGO_SETTINGS_MODULE"] = "helpdesk.settings"

import uvicorn  # noqa: E402

from helpdesk.pages import Pages  # noqa: E402
from helpdesk.serve import linux, lock  # noqa: E402
from wizards.connection import state  # noqa: E402
from wizards.connection.door import the_door  # noqa: E402
from wizards.connection.runner import the_runner  # noqa: E402

THREADS = 4
LAST_WORDS_SECONDS = 2.0  # pages that are open hear that all is done


class Wizard:
    """The ASGI application."""

    def __init__(self) -> None:
        self.pages = Pages(THREADS)

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        if scope["path"] == "/healthz":
            await _json(send, 200, {"alive": True})
        elif scope["path"] == "/readyz":
            await _json(send, 503, {"ready": False, "reason": "set-up", "setup": True})
        else:
            await self.pages(scope, receive, send)


async def _json(send: Any, status: int, body: dict[str, object]) -> None:
    headers = [(b"content-type", b"application/json"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps(body).encode()})


async def _serve(host: str, port: int) -> bool:
    """Until told to stop, or until the tables are made: True then."""
    config = uvicorn.Config(
        Wizard(),
        host=host,
        port=port,
        loop="none",
        lifespan="off",
        proxy_headers=False,
        server_header=False,
        log_config=None,
        log_level="warning",
        timeout_graceful_shutdown=3,
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not serving.done() and not the_runner.finished.is_set():
        await asyncio.wait([serving], timeout=0.1)
    if not serving.done():
        await asyncio.wait([serving], timeout=LAST_WORDS_SECONDS)
        server.should_exit = True
    await serving
    return the_runner.finished.is_set() and not server.force_exit


def _announce(host: str, port: int) -> None:
    shown = "localhost" if host in {"127.0.0.1", "0.0.0.0", "::", "::1"} else host  # noqa: S104
    sys.stdout.write(
        "This desk has no database yet. Open this address to connect one; it works once:\n"
        f"http://{shown}:{port}/?token={the_door.token}\n"
    )
    sys.stdout.flush()


def main() -> None:
    """Shows the wizard, then becomes `serve` again."""
    back = json.loads(sys.argv[1])
    held = lock.hold(settings.VAR_DIR)
    for number in (
        signal.SIGTERM,
        signal.SIGINT,
    ):  # the server hears them, and raises them at its end
        signal.signal(number, lambda *_: None)
    linux.set_name("desk-wizard")
    _announce(back["host"], back["port"])
    the_runner.command = (sys.executable, "-m", "helpdesk.serve.tables")
    begun = state.load()
    if begun and begun.is_making_tables and not begun.is_paused:
        the_runner.start()
    is_done = asyncio.run(_serve(back["host"], back["port"]))
    if not is_done:
        the_runner.stop()
        sys.exit(0)
    held.close()
    os.chdir(back["cwd"])
    os.execv(sys.executable, back["argv"])  # noqa: S606 - the command this process was before


if __name__ == "__main__":
    main()
