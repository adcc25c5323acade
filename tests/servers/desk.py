"""The product itself as a server: `manage.py serve` in its own process with its own database and folder."""

import http.client
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from tests import licences
from tests.servers.process import Process, free_port

ROOT = Path(__file__).resolve().parents[2]
# what the test run sets for itself and a served desk must not have
NOT_INHERITED = {
    "STATICFILES_BACKEND",
    "IDLE_IN_TRANSACTION_SECONDS",
    "DATABASE_URL",
    "VAR_DIR",
    "DEMO",
    "DEBUG",
    "LICENSOR_KEYS",
}
# collected once and kept between runs: compressing takes seconds
STATIC_ROOT = ROOT / ".pytest_cache" / "static"


@cache
def collect_static() -> None:
    """On a fresh clone this takes longer than a start may; whoever comes second waits for the first."""
    code = "from helpdesk.serve.start import collect_static; collect_static(print)"
    command = [sys.executable, "manage.py", "shell", "-v0", "-c", code]
    nowhere = Desk("sqlite://", STATIC_ROOT.parent).env
    subprocess.run(command, cwd=ROOT, env=nowhere, check=True, capture_output=True, timeout=600)


@dataclass
class Desk:
    """`Desk(url, folder).start()`; use it as a context manager or call `stop()`."""

    database_url: str
    var_dir: Path
    port: int = field(default_factory=free_port)
    settings: dict[str, str] = field(default_factory=dict)
    process: Process | None = None

    @property
    def base_url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def env(self) -> dict[str, str]:
        own = {
            "DATABASE_URL": self.database_url,
            "VAR_DIR": str(self.var_dir),
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
            "BASE_URL": self.base_url,
            "STATIC_ROOT": str(STATIC_ROOT),
            "SECRET_KEY": "only-for-tests-" + "x" * 40,
            "DATA_KEY": "only-for-tests-" + "y" * 40,
            "ENV_FILE": os.devnull,
            "REDIS_URL": "",
            "PYTHONUNBUFFERED": "1",
        }
        if self.settings.get("DEMO") != "1":  # a demo is its own licensor
            own["LICENSOR_KEYS"] = str(licences.PUBLIC_FILE)
        inherited = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
        return {**inherited, **own, **self.settings}

    @property
    def log(self) -> Path:
        return self.var_dir / "serve.log"

    def manage(self, *arguments: str, stdin: bytes | None = None, seconds: float = 300) -> str:
        """Run a management command against this desk; returns what it printed, raises when it fails."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            check=False,
            cwd=ROOT,
            # a migration on a busy machine may pause for longer than a page may
            env={"IDLE_IN_TRANSACTION_SECONDS": "60", **self.env},
            input=stdin,
            capture_output=True,
            timeout=seconds,
        )
        if done.returncode:
            raise RuntimeError(
                f"manage.py {' '.join(arguments)}\n{done.stdout.decode()}\n{done.stderr.decode()}"
            )
        return done.stdout.decode()

    def launch(self, *arguments: str) -> None:
        """Start `serve` and do not wait."""
        self.var_dir.mkdir(parents=True, exist_ok=True)
        collect_static()
        command = [sys.executable, "manage.py", "serve", *arguments]
        self.process = Process.start("serve", command, self.log, env=self.env, cwd=ROOT)

    def start(self, *arguments: str, seconds: float = 60) -> "Desk":
        """Start `serve` and wait until it says that it lives."""
        self.launch(*arguments)
        self.wait_until_up(seconds)
        return self

    def wait_until_up(self, seconds: float = 60) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            assert self.process
            if not self.process.running:
                break
            if self.status("/healthz") == 200:
                return
            time.sleep(0.1)
        tail = self.process.tail() if self.process else ""
        self.stop()
        raise RuntimeError(f"serve did not come up on port {self.port}:\n{tail}")

    def status(self, path: str) -> int:
        """The HTTP status of a path, 0 while nobody answers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", path, headers={"Host": f"localhost:{self.port}"})
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            connection.close()

    def stop(self, how: signal.Signals = signal.SIGTERM, seconds: float = 30) -> int | None:
        """End the node by its pid; what it leaves behind of its process group is killed. Its exit code."""
        if self.process is None:
            return None
        code = self.process.stop(how, seconds)
        self.process = None
        return code

    def __enter__(self) -> "Desk":
        return self if self.process else self.start()

    def __exit__(self, *error: object) -> None:
        self.stop()
