"""Starts the processes of a node by forking, restarts one that dies, and stops them all in time.

The product is loaded once, before the first fork: a restarted process is there at once and shares its memory.
"""

import gc
import logging
import os
import signal
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass

from helpdesk.serve import linux

logger = logging.getLogger(__name__)

STOP_SECONDS = 7.0  # then what still runs is killed; work is rows, so nothing is lost by it
LONG_RUN_SECONDS = 10.0
LONGEST_WAIT_SECONDS = 10.0
_SIGNALS = {signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD}


@dataclass
class Child:
    """A process of the node. `body` runs in it and returns when it has been told to stop."""

    name: str
    body: Callable[[], object]
    pid: int | None = None
    started: float = 0.0
    failures: int = 0
    not_before: float = 0.0


class Supervisor:
    """`run()` returns after SIGTERM or SIGINT, when all children have ended."""

    def __init__(self, children: list[Child], *, in_child: Callable[[], object] = lambda: None) -> None:
        self.children = children
        self.in_child = in_child
        self.is_stopping = False

    def run(self) -> None:
        """Supervises until told to stop."""
        signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
        gc.collect()
        gc.freeze()  # what is loaded now is never looked at by a collection, so its memory stays shared
        try:
            while not self.is_stopping:
                for child in self.children:
                    if child.pid is None and time.monotonic() >= child.not_before:
                        self._start(child)
                self._wait(0.5)
        finally:
            self._stop()

    def _wait(self, seconds: float) -> None:
        """Sleeps until a signal comes."""
        got = signal.sigtimedwait(_SIGNALS, seconds)
        self._reap()
        if got is not None and got.si_signo in {signal.SIGTERM, signal.SIGINT, signal.SIGHUP}:
            self.is_stopping = True

    def _start(self, child: Child) -> None:
        parent = os.getpid()
        pid = os.fork()
        if pid == 0:
            self._be(child, parent)
        child.pid, child.started = pid, time.monotonic()

    def _be(self, child: Child, parent: int) -> None:
        """Inside the new process; never returns."""
        code = 1
        try:
            for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD):
                signal.signal(number, signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
            linux.set_name(f"desk-{child.name}")
            linux.end_with_parent(parent)
            self.in_child()
            child.body()
            code = 0
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 0
        except KeyboardInterrupt:
            code = 0
        except BaseException:  # noqa: BLE001 - the process must end here, whatever it was
            traceback.print_exc()
        finally:
            os._exit(code)

    def _reap(self) -> None:
        """Notes the children that have ended, and when they may start again."""
        for child in self.children:
            if child.pid is None:
                continue
            done, status = os.waitpid(child.pid, os.WNOHANG)
            if done:
                self._ended(child, os.waitstatus_to_exitcode(status))

    def _ended(self, child: Child, code: int) -> None:
        now = time.monotonic()
        child.pid = None
        if self.is_stopping:
            return
        child.failures = 0 if now - child.started > LONG_RUN_SECONDS else child.failures + 1
        wait = 0.0 if child.failures < 2 else min(0.5 * 2 ** (child.failures - 2), LONGEST_WAIT_SECONDS)
        child.not_before = now + wait
        logger.error("The %s process ended (%d) and starts again", child.name, code)

    def _stop(self) -> None:
        self.is_stopping = True
        self._signal_all(signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        while any(child.pid for child in self.children) and time.monotonic() < deadline:
            self._wait(0.1)
        self._signal_all(signal.SIGKILL)
        for child in self.children:
            if child.pid is not None:
                os.waitpid(child.pid, 0)

    def _signal_all(self, number: signal.Signals) -> None:
        for child in self.children:
            if child.pid is not None:
                os.kill(child.pid, number)
