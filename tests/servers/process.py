"""Starting real servers for tests: free ports, an own user where the server refuses root, a clean end."""

import os
import pwd
import random
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path

PORTS_OF_A_WORKER = 2_000


def _ports() -> Iterator[int]:
    """Each worker has ports of its own, below those that the system gives away by itself."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    first = 20_000 + worker % 6 * PORTS_OF_A_WORKER
    start = random.randrange(PORTS_OF_A_WORKER)
    return (first + (start + number) % PORTS_OF_A_WORKER for number in count())


_next_port = _ports()


def free_port() -> int:
    """A TCP port on loopback that nobody listens on now, and that this worker was not given lately."""
    for port in islice(_next_port, PORTS_OF_A_WORKER):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise RuntimeError(f"{PORTS_OF_A_WORKER} ports are all taken")


@contextmanager
def dead_port() -> Iterator[int]:
    """A TCP port on loopback that refuses connections until the end: it is held, so that nobody takes it."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield int(held.getsockname()[1])


def find_program(name: str, *folders: str) -> str | None:
    """The full path of a program, also looked for in folders that are not on the path (`/usr/sbin`)."""
    extra = [str(found) for pattern in folders for found in sorted(Path("/").glob(pattern.lstrip("/")))]
    return shutil.which(name, path=os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", *extra]))


def user_exists(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


def give_to(folder: Path, user: str) -> None:
    """Make the server's user the owner of its folder; does nothing when we are not root."""
    if os.geteuid() == 0:
        shutil.chown(folder, user)


def as_user(user: str) -> list[str]:
    """Command prefix that runs the rest as `user` when we are root, and as ourselves otherwise."""
    if os.geteuid() != 0:
        return []
    group = str(pwd.getpwnam(user).pw_gid)
    return ["setpriv", f"--reuid={user}", f"--regid={group}", "--clear-groups"]


@dataclass
class Process:
    """A child that ends with us, whatever happens to us (the kernel signals it when its parent dies)."""

    name: str
    popen: subprocess.Popen[bytes]
    log: Path
    start_again: Callable[..., "Process"]  # as it was started, with more arguments

    @classmethod
    def start(
        cls,
        name: str,
        command: Sequence[str],
        log: Path,
        *,
        user: str | None = None,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ) -> "Process":
        prefix = as_user(user) if user else []
        guard = [*(prefix or ["setpriv"]), "--pdeathsig=TERM", "--"]
        with log.open("ab") as stream:
            popen = subprocess.Popen(
                [*guard, *command],
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=stream,
                env=dict(env) if env is not None else None,
                cwd=cwd,
                start_new_session=True,
            )

        def again(*more: str) -> "Process":
            return cls.start(name, [*command, *more], log, user=user, env=env, cwd=cwd)

        return cls(name, popen, log, again)

    @property
    def pid(self) -> int:
        return self.popen.pid

    @property
    def running(self) -> bool:
        return self.popen.poll() is None

    def wait_for_port(self, port: int, seconds: float = 30) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if not self.running:
                break
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise RuntimeError(f"{self.name} did not open port {port}:\n{self.tail()}")

    def tail(self, lines: int = 40) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])

    def stop(self, how: signal.Signals = signal.SIGTERM, seconds: float = 20) -> int:
        """Signal the server itself, wait, then end whatever is left of its process group."""
        if self.running:
            self.popen.send_signal(how)
            try:
                self.popen.wait(seconds)
            except subprocess.TimeoutExpired:
                self.popen.kill()
        code = self.popen.wait()
        try:
            os.killpg(self.popen.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        return code
