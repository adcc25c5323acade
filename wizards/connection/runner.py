"""The child process that makes the tables: started, listened to, repeated when it was interrupted, paused."""

import json
import logging
import signal
import subprocess
import time
from collections.abc import Sequence
from threading import Event, Lock, Thread
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from wizards.connection import state
from wizards.connection.progress import Progress, failure, unknown_end
from wizards.connection.state import State

logger = logging.getLogger(__name__)
REPEATS = 5
PAUSE_SECONDS = 1.0


class Runner:
    """One a process. `finished` is set when the desk can start."""

    def __init__(self) -> None:
        self.command: Sequence[str] = ()
        self.begun: State | None = None
        self.progress = Progress()
        self.finished = Event()
        self._lock = Lock()
        self._thread: Thread | None = None
        self._child: subprocess.Popen[str] | None = None
        self._is_pausing = False

    def start(self) -> None:
        """Goes on with the tables, unless that is under way or done."""
        with self._lock:
            if self.finished.is_set() or (self._thread and self._thread.is_alive()):
                return
            state.pause(is_paused=False)
            self.begun = state.load()
            self._is_pausing = False
            self.progress.stage, self.progress.trouble = "running", None
            self._thread = Thread(target=self._run, name="tables", daemon=True)
            self._thread.start()

    def pause(self) -> None:
        """Ends the child after the step it is at."""
        with self._lock:
            self._is_pausing = True
            state.pause(is_paused=True)
            self._signal()

    def stop(self, seconds: float = 10.0) -> None:
        """The wizard ends; the step under way is finished if that does not take long."""
        self._is_pausing = True
        self._signal()
        if self._thread:
            self._thread.join(seconds)

    @property
    def is_busy(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def _signal(self) -> None:
        if self._child and self._child.poll() is None:
            self._child.send_signal(signal.SIGTERM)

    def _run(self) -> None:
        for repeat in range(REPEATS + 1):
            away_at = self.progress.done + 1
            code, said = self._once()
            if "done" in said:
                state.finish()
                self.progress.end(said)
                self.finished.set()
                return
            if self._is_pausing:
                self.progress.stage, self.progress.now = "paused", ""
                return
            if "failed" in said or repeat == REPEATS:
                self.progress.trouble = (
                    failure(str(said["failed"])) if "failed" in said else unknown_end(code)
                )
                self.progress.stage = "failed"
                logger.error("The tables could not be made: %s", self.progress.trouble.happened)
                return
            self.progress.note = (
                _("It was interrupted at step %(step)d and went on from there; nothing is half done.")
            ) % {"step": away_at}
            logger.warning("Making the tables was interrupted (%d) and goes on", code)
            time.sleep(PAUSE_SECONDS * (repeat + 1))

    def _once(self) -> tuple[int, dict[str, Any]]:
        """One run of the child: its exit code and the last thing it said."""
        said: dict[str, Any] = {}
        with subprocess.Popen(  # noqa: S603 - our own command
            list(self.command), stdout=subprocess.PIPE, text=True, cwd=settings.BASE_DIR
        ) as child:
            self._child = child
            if self._is_pausing:
                self._signal()
            assert child.stdout
            for line in child.stdout:
                said = self._heard(line) or said
            code = child.wait()
        self._child = None
        return code, said

    def _heard(self, line: str) -> dict[str, Any]:
        try:
            said: dict[str, Any] = json.loads(line)
        except ValueError:
            return {}
        if "plan" in said:
            self.progress.plan(said["plan"], said["made"])
        elif "step" in said:
            self.progress.step(str(said["step"]))
        elif "note" in said:
            self.progress.note = str(said["note"])
        else:
            return said
        return {}


the_runner = Runner()
