"""A seat is taken when somebody becomes an agent or is switched on. Nobody who works loses one."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.clock import database_now
from common.text import Text
from common.unit import write
from licensing import registry
from licensing.errors import NoSeatError
from licensing.models import StoredLicense
from licensing.selectors.license import License, State, evaluate


@write
def take_seat() -> None:
    """Asked in the caller's unit before an agent is added or switched on; two who ask at once wait for each
    other. Raises NoSeatError with a sentence."""
    row = StoredLicense.objects.select_for_update().get(pk=StoredLicense.ROW)
    license_ = evaluate(row, database_now())
    if registry.agents() >= license_.seats:
        raise NoSeatError(_why(license_))


def has_free_seat() -> bool:
    """Asked by who has another way when there is none. Joins the caller's unit."""
    try:
        take_seat()
    except NoSeatError:
        return False
    return True


def _why(license_: License) -> Text:
    if license_.state is State.NONE:
        return _(
            "Without an activated licence key this desk works for one agent. "
            "Activate a key to have more agents."
        )
    if license_.state is State.EXPIRED:
        return _(
            "The grace period of the licence is over. Everybody who works here goes on, but no agent can be "
            "added or switched on until the key is activated again."
        )
    return ngettext(
        "The %(count)d agent of the licence is taken. Switch the agent off, or activate a key for more.",
        "All %(count)d agents of the licence are taken. Switch one off, or activate a key for more.",
        license_.level,
    ) % {"count": license_.level}
