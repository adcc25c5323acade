"""Times in lists, drawn a hundred times a page: what costs is kept, by minute, language and zone."""

from datetime import date, datetime
from functools import lru_cache
from html import escape

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, pgettext

MINUTE, HOUR, DAY, WEEK = 60, 3600, 86400, 6 * 86400


@lru_cache(maxsize=4096)
def _full(local: datetime, language: str) -> str:
    return escape(date_format(local, pgettext("date format", "D j M Y, H:i")))


@lru_cache(maxsize=1024)
def _day(day: date, form: str, language: str) -> str:
    return escape(date_format(day, form))


@lru_cache(maxsize=256)
def _count(unit: str, number: int, language: str) -> str:
    if not unit:
        return escape(gettext("now"))
    return escape((gettext("%(n)sm") if unit == "m" else gettext("%(n)sh")) % {"n": number})


class Clock:
    """The present moment of one page, in its reader's language and zone."""

    def __init__(self) -> None:
        self.now = timezone.now()
        self.zone = timezone.get_current_timezone()
        self.language = get_language() or ""
        self.today = self.now.astimezone(self.zone).date()

    def age(self, moment: datetime) -> str:
        """A `<time>` as the tag `age` draws it; safe HTML."""
        local = moment.astimezone(self.zone)
        seconds = int((self.now - moment).total_seconds())
        if 0 <= seconds < MINUTE:
            text = _count("", 0, self.language)
        elif 0 <= seconds < HOUR:
            text = _count("m", seconds // MINUTE, self.language)
        elif 0 <= seconds < DAY:
            text = _count("h", seconds // HOUR, self.language)
        elif abs(seconds) < WEEK:
            text = _day(local.date(), "D", self.language)
        else:
            this_year = local.year == self.today.year
            text = _day(local.date(), pgettext("date format", "j M") if this_year else "M Y", self.language)
        title = _full(local.replace(second=0, microsecond=0), self.language)
        return f'<time class="num" datetime="{moment.isoformat()}" title="{title}" data-age>{text}</time>'

    def day(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()
