"""A moment to come as people say it: mon 9, tomorrow, in 2 hours, 30.11. 14:30; and lengths of time."""

import re
from datetime import UTC, date, datetime, time, timedelta

from django.utils.dates import MONTHS, MONTHS_3, WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _

MORNING = time(9)
FARTHEST_DAYS = 3660
_CLOCK = re.compile(r"^(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm|h|uhr)?$")
_SPAN = re.compile(r"^\+?(\d{1,4})\s*([^\W\d_]+)$")
_ISO = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})$")
_DOTTED = re.compile(r"^(\d{1,2})\.(\d{1,2})\.?(\d{4})?$")
_LONGEST = 40
_DAY = 1440


def _units() -> dict[str, int]:
    """Words for lengths in minutes, English and the reader's."""
    groups = {
        1: ("m min mins minute minutes", _("min minute minutes")),
        60: ("h hour hours", _("h hour hours")),
        1440: ("d day days", _("d day days")),
        10080: ("w week weeks", _("w week weeks")),
    }
    return {word: size for size, texts in groups.items() for text in texts for word in text.lower().split()}


def _names(*tables: dict[int, object]) -> dict[str, int]:
    """Names of days or months as keys, at least two letters of each, English and the reader's."""
    return {str(name).lower().rstrip("."): number for table in tables for number, name in table.items()}


_ENGLISH_DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_ENGLISH_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]


def _pick(word: str, names: dict[str, int], least: int) -> int | None:
    """The one number that the beginning of a name means."""
    found = (
        {number for name, number in names.items() if name.startswith(word)} if len(word) >= least else set()
    )
    exact = names.get(word)
    return exact if exact is not None else found.pop() if len(found) == 1 else None


def _weekday(word: str) -> int | None:
    english = dict(enumerate(_ENGLISH_DAYS))
    return _pick(word.rstrip("."), _names(english, WEEKDAYS, WEEKDAYS_ABBR), 2)  # type: ignore[arg-type]


def _month(word: str) -> int | None:
    english = dict(enumerate(_ENGLISH_MONTHS, start=1))
    return _pick(word.rstrip("."), _names(english, MONTHS, MONTHS_3), 3)  # type: ignore[arg-type]


def parse_moment(text: str, now: datetime) -> datetime | None:
    """The moment meant, in the zone of `now`; None for what is not understood or has passed.

    A day without a time means nine in the morning; a time without a day the next one that comes.
    """
    words = text.lower().replace(",", " ").split()
    if not words or len(text) > _LONGEST:
        return None
    meant = _span(words, now) or _day_and_time(words, now)
    if meant is None or not now < meant <= now + timedelta(days=FARTHEST_DAYS):
        return None
    return meant


def _span(words: list[str], now: datetime) -> datetime | None:
    """As in: in 2 hours, 2h, +30m."""
    if words[0] in ("in", _("in").lower()):
        words = words[1:]
    match = _SPAN.match("".join(words)) if len(words) in (1, 2) else None
    size = _units().get(match[2]) if match else None
    if match is None or size is None or match[2] in ("am", "pm"):
        return None
    length = timedelta(minutes=int(match[1]) * size)
    if size < _DAY:  # hours are hours, also in the night when the clocks change
        meant = (now.astimezone(UTC) + length).astimezone(now.tzinfo)
    else:
        meant = now + length
    return meant.replace(second=0, microsecond=0)


def _day_and_time(words: list[str], now: datetime) -> datetime | None:
    day, rest = _day(words, now.date())
    clock = _time("".join(rest))
    if rest and clock is None:
        return None
    if day is None:
        if clock is None:
            return None
        today = _at(now.date(), clock, now)
        return today if today > now else _at(now.date() + timedelta(days=1), clock, now)
    return _at(day, clock or MORNING, now)


def _at(day: date, clock: time, now: datetime) -> datetime:
    return datetime.combine(day, clock, tzinfo=now.tzinfo)


def _time(text: str) -> time | None:
    match = _CLOCK.match(text)
    if match is None:
        return None
    hour, minute = int(match[1]), int(match[2] or 0)
    if match[3] in ("am", "pm"):
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match[3] == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _day(words: list[str], today: date) -> tuple[date | None, list[str]]:
    """The day that the first words name, and the words behind it."""
    first, rest = words[0], words[1:]
    named = {"today": 0, "tomorrow": 1, _("today").lower(): 0, _("tomorrow").lower(): 1}
    if first in named:
        return today + timedelta(days=named[first]), rest
    weekday = _weekday(first)
    if weekday is not None:
        return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1), rest
    if match := _ISO.match(first):
        return _date(int(match[1]), int(match[2]), int(match[3])), rest
    if match := _DOTTED.match(first):
        return _coming(int(match[1]), int(match[2]), today, int(match[3] or 0)), rest
    number = first.rstrip(".")
    if rest and number.isdigit() and (month := _month(rest[0])):
        return _coming(int(number), month, today, *_year(rest[1:])), rest[1 + bool(_year(rest[1:])) :]
    if rest and rest[0].rstrip(".").isdigit() and (month := _month(first)):
        return _coming(int(rest[0].rstrip(".")), month, today), rest[1:]
    return None, words


def _year(words: list[str]) -> tuple[int, ...]:
    return (int(words[0]),) if words and len(words[0]) == 4 and words[0].isdigit() else ()


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _coming(day: int, month: int, today: date, year: int = 0) -> date | None:
    """Without a year the next such day."""
    found = _date(year or today.year, month, day)
    if found is not None and not year and found < today:
        return _date(today.year + 1, month, day)
    return found


_LENGTH = re.compile(r"^(?:(\d{1,3})\s*h)?\s*(?:(\d{1,5})\s*(?:m|min)?)?$")


def parse_minutes(text: str) -> int | None:
    """35, 35m, 0:35, 1h 5m; None for anything else."""
    clean = text.strip().lower()
    if re.fullmatch(r"\d{1,3}:[0-5]\d", clean):
        hours, minutes = clean.split(":")
        return int(hours) * 60 + int(minutes)
    match = _LENGTH.match(clean)
    if match is None or not (match[1] or match[2]):
        return None
    return int(match[1] or 0) * 60 + int(match[2] or 0)
