"""The licence's history."""

from typing import Any

from common import audit
from common.actor import Actor
from common.unit import write
from licensing.errors import LicenseError
from licensing.models import StoredLicense


def note(action: str, actor: Actor, **data: Any) -> None:
    """A line of the licence's history. Joins the unit."""
    audit.record("license", StoredLicense.ROW, f"license.{action}", actor, data)


@write
def note_refusal(error: LicenseError, *, actor: Actor) -> None:
    """A try that failed stands in the history too."""
    note("refused", actor, code=error.code, said=str(error.sentence))
