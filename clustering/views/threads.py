"""A background thread as a row of the page."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from clustering.models import ThreadRun
from clustering.selectors import thread_runs
from clustering.threads import BackgroundThread, all_threads
from clustering.views.hours import HourChart, hour_chart
from clustering.views.spans import ago, took, until


@dataclass(frozen=True, slots=True)
class ThreadRow:
    """A declared thread with what it did last; one that never ran has no row yet."""

    thread: BackgroundThread
    run: ThreadRun | None
    now: datetime

    @property
    def name(self) -> str:
        return self.thread.name

    @property
    def last(self) -> str:
        moment = self.run and self.run.last_run_at
        return ago((self.now - moment).total_seconds()) if moment else _("not yet")

    @property
    def took(self) -> str:
        return took(self.run.duration_ms) if self.run and self.run.last_run_at else ""

    @property
    def next(self) -> str:
        if self.run and self.run.holder:
            return _("running")
        moment = self.run and self.run.next_run_at
        return until((moment - self.now).total_seconds()) if moment else _("now")

    @property
    def node(self) -> str:
        return self.run.node if self.run else ""

    @property
    def error(self) -> str:
        return self.run.last_error if self.run else ""

    @property
    def hour(self) -> HourChart:
        return hour_chart((self.run and self.run.hour) or [], self.now)

    @property
    def said(self) -> str:
        """The last line of a traceback: what went wrong."""
        lines = self.error.strip().splitlines()
        return lines[-1][:160] if lines else ""


def thread_rows(now: datetime) -> list[ThreadRow]:
    """All declared threads, by name."""
    runs = {run.name: run for run in thread_runs()}
    return [ThreadRow(thread, runs.get(thread.name), now) for thread in all_threads()]
