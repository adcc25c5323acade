"""A report as components/result.html takes it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from wizards.connection.checks import Report, Step
from wizards.connection.engines import ENGINES
from wizards.connection.state import State


@dataclass(frozen=True, slots=True)
class Result:
    """The same names as the parameters of the component."""

    good: bool
    title: str
    steps: Sequence[Step]
    happened: str = ""
    to_do: str = ""
    command: str = ""
    safe: str = ""


def of(report: Report) -> Result:
    """Of a test: whatever it found, nothing was written."""
    trouble = report.trouble
    if trouble is None:
        return Result(True, _("Everything needed is there"), report.steps)
    safe = _("No file was written and nothing was changed in the database.")
    return Result(False, trouble.title, report.steps, trouble.happened, trouble.to_do, trouble.command, safe)


def place(begun: State | None) -> str:
    """For the list of steps: what was chosen."""
    if begun is None:
        return ""
    label = ENGINES[begun.engine].label if begun.engine in ENGINES else begun.engine
    if not begun.host:
        return label
    return _("%(engine)s on %(host)s") % {"engine": label, "host": begun.host}
