"""Spans of time as the page says them: short, and exact where they are short."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _

MINUTE, HOUR, DAY = 60, 3600, 86400


def span(seconds: float) -> str:
    """0.6 s, 22 s, 14 min, 5 h, 3 d."""
    if seconds < 10:
        return _("%(n)s s") % {"n": number_format(max(seconds, 0), 1)}
    for limit, unit, text in (
        (MINUTE, 1, _("%(n)s s")),
        (HOUR, MINUTE, _("%(n)s min")),
        (2 * DAY, HOUR, _("%(n)s h")),
    ):
        if seconds < limit:
            return text % {"n": int(seconds // unit)}
    return _("%(n)s d") % {"n": int(seconds // DAY)}


def ago(seconds: float) -> str:
    return _("%(span)s ago") % {"span": span(seconds)}


def until(seconds: float) -> str:
    """In how long; what is due is due now."""
    return _("in %(span)s") % {"span": span(seconds)} if seconds > 0 else _("now")


def took(ms: int) -> str:
    """11 ms, 5.0 s."""
    return _("%(n)s ms") % {"n": ms} if ms < 1000 else span(ms / 1000)
