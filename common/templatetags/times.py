"""Times: short in lists, full in the title, always in the reader's zone."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext

MINUTE, HOUR, DAY = 60, 3600, 86400
EIGHTHS = 8


def short_age(moment: datetime | None) -> str:
    """Now, 8m, 2h, Thu, 12 Nov, Nov 2024."""
    if moment is None:
        return ""
    now = timezone.now()
    seconds = (now - moment).total_seconds()
    if 0 <= seconds < MINUTE:
        return gettext("now")
    if 0 <= seconds < HOUR:
        return gettext("%(n)sm") % {"n": int(seconds // MINUTE)}
    if 0 <= seconds < DAY:
        return gettext("%(n)sh") % {"n": int(seconds // HOUR)}
    local = timezone.localtime(moment)
    if abs(seconds) < 6 * DAY:
        return date_format(local, "D")
    this_year = local.year == timezone.localtime(now).year
    return date_format(local, pgettext("date format", "j M") if this_year else "M Y")


def full_time(moment: datetime | None) -> str:
    """Tue 24 Nov 2026, 10:31."""
    if moment is None:
        return ""
    return date_format(timezone.localtime(moment), pgettext("date format", "D j M Y, H:i"))


def age(moment: datetime | None, extra: str = "") -> SafeString:
    """A `<time>` that stays true while the page is open."""
    if moment is None:
        return SafeString("")
    return format_html(
        '<time class="num {}" datetime="{}" title="{}" data-age>{}</time>',
        extra,
        moment.isoformat(),
        full_time(moment),
        short_age(moment),
    )


def _span(seconds: float) -> str:
    """3h 10m, 18m, 2d."""
    if seconds >= 2 * DAY:
        return gettext("%(n)sd") % {"n": int(seconds // DAY)}
    hours, minutes = int(seconds // HOUR), int(seconds % HOUR // MINUTE)
    if not hours:
        return gettext("%(n)sm") % {"n": minutes}
    return gettext("%(h)sh %(m)02dm") % {"h": hours, "m": minutes}


def duration(minutes: int) -> str:
    """35m, 1h 10m: time that was worked."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return gettext("%(n)sm") % {"n": rest}
    if not rest:
        return gettext("%(n)sh") % {"n": hours}
    return gettext("%(h)sh %(m)02dm") % {"h": hours, "m": rest}


def clock(left: timedelta | float | None, goal: timedelta | float = 0, paused: bool = False) -> SafeString:
    """The time left of a promise: amber under a quarter, red with "late", dotted while paused."""
    if paused or left is None:
        return format_html('<span class="hd-clock paused">{}</span>', gettext("Paused"))
    rest = left.total_seconds() if isinstance(left, timedelta) else left
    whole = goal.total_seconds() if isinstance(goal, timedelta) else goal
    if rest < 0:
        late = gettext("%(span)s late") % {"span": _span(-rest)}
        return format_html('<span class="hd-clock late" data-p="8">{}</span>', late)
    used = 1 - rest / whole if whole > 0 else 0
    eighths = max(0, min(EIGHTHS - 1, int(used * EIGHTHS)))
    state = "soon" if whole > 0 and rest < whole / 4 else ""
    return format_html('<span class="hd-clock {}" data-p="{}">{}</span>', state, eighths, _span(rest))
