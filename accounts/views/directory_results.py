"""The result of a test of a directory in words: what happened, what to do, what is safe."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Directory
from common.checks import CheckReport, Result, Step

STATES = {Result.OK: "ok", Result.FAILED: "bad", Result.NOT_TRIED: "skip"}


def _trouble(step: str) -> tuple[str, str]:
    """What failed, and what to do about it."""
    return {
        "connect": (
            _("The directory cannot be reached"),
            _("Check the names of the servers and their ports, and whether a firewall is in the way."),
        ),
        "tls": (
            _("The encrypted connection fails"),
            _(
                "Check that port and security belong together, and that the name of the server is the one in "
                "its certificate. An authority of your own: put its certificate into the field below."
            ),
        ),
        "bind": (
            _("The directory refuses the sign-in"),
            _("Check the name and the password that look people up. The directory may have locked it."),
        ),
        "password": (
            _("The person’s password is not right"),
            _("Type it anew. The directory may also have locked the person, or switched them off."),
        ),
        "find": (
            _("The person is not found"),
            _("Check “Search below” and the filter: it must fit exactly one person."),
        ),
        "groups": (
            _("The groups cannot be read"),
            _("Check “Search groups below”, and whether the user that looks people up may read groups."),
        ),
        "roles": (
            _("The person could not come in"),
            _("Copy one of the groups above into “Groups and roles”, or let everybody in as a customer."),
        ),
    }[step]


def _step(step: Step) -> dict[str, str]:
    label = f"{step.label}: {_(step.said)}" if step.result is Result.OK and step.said else step.label
    end = _("%(n)s ms") % {"n": step.milliseconds} if step.result is not Result.NOT_TRIED else ""
    return {"state": STATES[step.result], "label": label, "end": end}


def result_of(report: CheckReport, directory: Directory, login: str) -> dict[str, Any]:
    """The context of components/result.html."""
    steps = [_step(step) for step in report.steps]
    safe = _("Nothing was saved and nobody was signed in; what you entered stands below.")
    failed = report.failed
    if failed is None:
        title = _("The directory works")
        to_do = (
            "" if login else _("Type the name of a person below to try finding them, with groups and roles.")
        )
        return {"good": True, "title": title, "steps": steps, "to_do": to_do, "safe": safe}
    title, to_do = _trouble(failed.cause)
    happened = _(failed.said)
    return {
        "good": False,
        "title": title,
        "steps": steps,
        "happened": happened,
        "to_do": to_do,
        "safe": safe,
    }
