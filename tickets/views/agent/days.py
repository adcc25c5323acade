"""The small calendar of the follow-up picker: whole weeks, every day a choice that keeps the time."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.dates import MONTHS, WEEKDAYS_ABBR
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tickets.forms.moments import parse_moment

_MONTH = re.compile(r"^(\d{4})-(\d{2})$")
_YEARS_AHEAD = 10


@dataclass(frozen=True, slots=True)
class Day:
    """`when` is what a choice of it writes into the field."""

    number: int
    label: str
    when: str
    is_chosen: bool
    is_today: bool
    is_out: bool
    is_past: bool


def said(moment: datetime) -> str:
    """Mon 30 Nov, 09:00."""
    return date_format(moment, pgettext("date format", "D j M, H:i"))


def _shown(month: str, chosen: datetime | None, today: date) -> date:
    match = _MONTH.match(month)
    if match and 1 <= int(match[2]) <= 12 and today.year <= int(match[1]) <= today.year + _YEARS_AHEAD:
        return date(int(match[1]), int(match[2]), 1)
    return (chosen.date() if chosen else today).replace(day=1)


def _beside(first: date, steps: int) -> str:
    number = first.year * 12 + first.month - 1 + steps
    return f"{number // 12:04}-{number % 12 + 1:02}"


def days_context(when: str, month: str) -> dict[str, Any]:
    """What the field means now, and the month around it."""
    now = timezone.localtime()
    chosen = parse_moment(when, now)
    first = _shown(month, chosen, now.date())
    clock = f"{chosen:%H:%M}" if chosen else "09:00"
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    quick = [(_("In 2 hours"), "2h"), (_("Tomorrow"), "tomorrow"), (str(_next_monday()), "mon")]
    return {
        "when": when,
        "chosen": chosen,
        "said": said(chosen) if chosen else "",
        "heads": [str(WEEKDAYS_ABBR[number])[:2] for number in range(7)],
        "month_label": f"{MONTHS[first.month]} {first.year}",
        "before": _beside(first, -1) if first > now.date() else "",
        "behind": _beside(first, 1),
        "quick": [(label, value, when.strip().lower() == value) for label, value in quick],
        "days": [_day(day, first, now.date(), chosen, clock) for week in weeks for day in week],
    }


def _next_monday() -> str:
    return date_format(timezone.localtime() + timedelta(days=7 - timezone.localtime().weekday()), "l")


def _day(day: date, first: date, today: date, chosen: datetime | None, clock: str) -> Day:
    return Day(
        number=day.day,
        label=date_format(day, pgettext("date format", "l j F Y")),
        when=f"{day.isoformat()} {clock}",
        is_chosen=chosen is not None and chosen.date() == day,
        is_today=day == today,
        is_out=day.month != first.month,
        is_past=day < today,
    )
