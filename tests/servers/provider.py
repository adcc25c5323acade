"""The example provider as a server of its own: it counts its calls and misbehaves on demand."""

import json
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.servers.process import Process, free_port

PROGRAM = Path(__file__).resolve().parents[2] / "examples" / "provider" / "provider.py"
PASSWORD = "web-service-secret"


@dataclass
class ProviderServer:
    """`provider_server.behave("StartTicket", "refuse", message="No more.")`; see examples/provider/README.md.

    `how`: answer (with outputs, message, fields, html, success), refuse, denied, fault, missing, hang,
    dribble, garbage, big, bomb, status, drop. The method "wsdl" is the description, "*" every method.
    """

    port: int
    password: str = PASSWORD
    behaviour: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return self.at("Provider.asmx")

    def at(self, path: str) -> str:
        """The same service by another address: descriptions are kept by address."""
        return f"http://127.0.0.1:{self.port}/{path}"

    def behave(self, method: str, how: str, **more: Any) -> None:
        self.behaviour[method] = {"how": how, **more}
        self.set(behaviour=self.behaviour)

    def answer(self, method: str, *outputs: str, **more: Any) -> None:
        """The method answers with these outputs."""
        self.behave(method, "answer", outputs=list(outputs), **more)

    def set(self, **wanted: Any) -> None:
        """namespace, versions, password, behaviour."""
        self._ask("/_set", wanted)

    def reset(self) -> None:
        self.behaviour = {}
        self._ask("/_reset", {})

    def calls(self, method: str = "") -> list[dict[str, Any]]:
        """What came in, in order: method, version, inputs (names in small letters)."""
        found: list[dict[str, Any]] = self._ask("/_calls")
        return [call for call in found if not method or call["method"] == method]

    def inputs(self, method: str) -> list[dict[str, str]]:
        return [call["inputs"] for call in self.calls(method)]

    def _ask(self, path: str, data: dict[str, Any] | None = None) -> Any:
        body = None if data is None else json.dumps(data).encode()
        with urllib.request.urlopen(self.at(path.lstrip("/")), body, timeout=10) as reply:  # noqa: S310
            return json.loads(reply.read())


@contextmanager
def running(folder: Path) -> Iterator[ProviderServer]:
    server = ProviderServer(free_port())
    command = [sys.executable, str(PROGRAM), "--control", "--password", PASSWORD, "--port", str(server.port)]
    process = Process.start("provider", command, folder / "provider.log")
    try:
        process.wait_for_port(server.port)
        yield server
    finally:
        process.stop()
