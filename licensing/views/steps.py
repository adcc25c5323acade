"""An activation on line, step by step, as the page shows it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from common.outgoing import OutgoingError
from common.text import Text
from licensing.errors import EndedError, LicenseError, LicensorError, NoLicensorError, RevokedError


@dataclass(frozen=True, slots=True)
class Step:
    state: str
    label: Text
    end: Text = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What templates/components/result.html shows."""

    good: bool
    title: Text
    steps: tuple[Step, ...]
    happened: Text = ""
    safe: Text = ""


def _labels(host: str) -> tuple[str, ...]:
    return (
        _("The key is genuine"),
        _("Reach %(host)s") % {"host": host} if host else _("Reach the licensor"),
        _("The licensor agrees"),
        _("The answer is genuine and for this desk"),
    )


def _where(error: LicenseError) -> int:
    """The step that failed."""
    if isinstance(error, NoLicensorError) or isinstance(error.__cause__, OutgoingError):
        return 1
    if isinstance(error, LicensorError | RevokedError | EndedError):
        return 2
    return 3


def failed(error: LicenseError, host: str) -> Outcome:
    """The licensor was not reached, said no, or said what cannot be believed."""
    at = _where(error)
    states = ["ok"] * at + ["bad"] + ["skip"] * (3 - at)
    steps = tuple(Step(state, label) for state, label in zip(states, _labels(host), strict=True))
    titles = (
        "",
        _("The licensor was not reached"),
        _("The licensor refuses"),
        _("The answer cannot be believed"),
    )
    safe = _("Nothing has changed; the key stands here still. It can also be activated off line, below.")
    return Outcome(False, titles[at], steps, error.sentence, safe)


def agreed(host: str) -> Outcome:
    """The key is active."""
    return Outcome(True, _("Activated"), tuple(Step("ok", label) for label in _labels(host)))
