"""The web processes: gunicorn with ASGI workers, in a forked child of the supervisor."""

import signal
from types import FrameType
from typing import Any

from django.conf import settings
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]  # it has no types
from uvicorn.server import Server
from uvicorn_worker import UvicornWorker  # type: ignore[import-untyped]  # it has no types

from helpdesk.serve import linux

GRACEFUL_SECONDS = 4


class DeskServer(Server):
    """Ends open streams as soon as the process is told to stop; they would hold it up otherwise."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self.config.app.streams.shut_down()  # type: ignore[union-attr]  # our own application, see `load`
        super().handle_exit(sig, frame)


class DeskWorker(UvicornWorker):  # type: ignore[misc]  # as above
    """A worker process."""

    CONFIG_KWARGS = {
        "loop": "uvloop",
        "http": "httptools",
        "lifespan": "off",
        "proxy_headers": False,  # common.peer decides what a header may say
        "server_header": False,
        "access_log": False,
        "timeout_graceful_shutdown": GRACEFUL_SECONDS,
    }

    async def _serve(self) -> None:
        self.config.app = self.wsgi
        server = DeskServer(config=self.config)
        self._install_sigquit_handler()
        await server.serve(sockets=self.sockets)


def _after_fork(server: Any, worker: Any) -> None:
    linux.set_name("desk-page")
    linux.end_with_parent(worker.ppid, signal.SIGTERM)


class Web(BaseApplication):  # type: ignore[misc]  # as above
    """gunicorn, set up by our own settings alone: no command line, no configuration file."""

    def __init__(self, application: Any, host: str, port: int) -> None:
        self.desk = application
        self.bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        super().__init__()

    def init(self, parser: Any, opts: Any, args: Any) -> None:
        """Nothing to read."""

    def load_config(self) -> None:
        values = {
            "bind": [self.bind],
            "workers": settings.WEB_WORKERS,
            "worker_class": DeskWorker,
            "preload_app": True,
            "timeout": 60,
            "graceful_timeout": GRACEFUL_SECONDS + 1,
            "keepalive": 65,
            "backlog": 1024,
            "loglevel": "warning",
            "control_socket_disable": True,
            "post_fork": _after_fork,
            "proc_name": "desk-web",
        }
        for name, value in values.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        return self.desk
