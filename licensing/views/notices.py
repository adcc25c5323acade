"""The state of the licence in words: the pill beside the heading, and what stands above the page."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.text import Text
from licensing.models import Reason
from licensing.selectors import License, State
from licensing.texts import TO_DO

MOVED = frozenset({Reason.SERVER, Reason.DATABASE})


@dataclass(frozen=True, slots=True)
class Pill:
    text: Text
    colour: str
    icon: str


@dataclass(frozen=True, slots=True)
class Notice:
    """`again`: the key that is here may be activated once more."""

    kind: str
    title: Text
    text: Text
    again: bool = False


def day(moment: datetime | None) -> str:
    """A day as people write it, in the reader's zone."""
    return date_format(localtime(moment), _("j F Y")) if moment else ""


def pill(licence: License, now: datetime) -> Pill:
    """The state, short."""
    if licence.state is State.ACTIVE:
        return Pill(licence.state_text, "green", "check")
    if licence.state is State.GRACE:
        days = licence.grace_days_left(now)
        said = ngettext("Grace period, %(n)s day left", "Grace period, %(n)s days left", days)
        return Pill(said % {"n": days}, "amber", "hourglass")
    if licence.state is State.EXPIRED:
        return Pill(licence.state_text, "red", "alert-triangle")
    return Pill(licence.state_text, "amber" if licence.problem else "", "key")


def notice(licence: License) -> Notice | None:
    """What an administrator should know and do; None when all is well."""
    if licence.problem:
        return Notice("warn", _("The key that is stored here counts for nothing."), licence.problem)
    if licence.grace_reason is None:
        return None
    reason, to_do = licence.grace_reason, TO_DO[licence.grace_reason]
    words = {"since": day(licence.grace_since), "until": day(licence.grace_until), "do": to_do}
    again = reason in MOVED
    if licence.state is State.EXPIRED:
        text = _(
            "The grace period has run from %(since)s to %(until)s. Everybody who works here goes on, but no "
            "agent can be added or switched on. %(do)s"
        )
        return Notice("error", reason.label, text % words, again)
    text = _(
        "%(do)s Noticed on %(since)s; until %(until)s nothing stops. After that everybody who works "
        "here goes on, but no agent can be added or switched on."
    )
    return Notice("warn", reason.label, text % words, again)
