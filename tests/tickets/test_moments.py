"""Moments as people say them, and lengths of time."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from tickets.forms.moments import parse_minutes, parse_moment

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 24, 10, 31, tzinfo=BERLIN)  # a Tuesday


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("mon 9", "2026-11-30 09:00"),
        ("Monday 9:30", "2026-11-30 09:30"),
        ("tue", "2026-12-01 09:00"),  # today is one: the next
        ("tomorrow", "2026-11-25 09:00"),
        ("tomorrow 14", "2026-11-25 14:00"),
        ("today 18:15", "2026-11-24 18:15"),
        ("in 2 hours", "2026-11-24 12:31"),
        ("30m", "2026-11-24 11:01"),
        ("3 days", "2026-11-27 10:31"),
        ("1w", "2026-12-01 10:31"),
        ("9", "2026-11-25 09:00"),  # has passed today
        ("9pm", "2026-11-24 21:00"),
        ("30.11. 14:30", "2026-11-30 14:30"),
        ("1.2.", "2027-02-01 09:00"),
        ("30 nov", "2026-11-30 09:00"),
        ("nov 30 8:05", "2026-11-30 08:05"),
        ("12 dec 2027 9", "2027-12-12 09:00"),
        ("2026-12-01 08:15", "2026-12-01 08:15"),
    ],
)
def test_it_is_understood(text: str, meant: str) -> None:
    found = parse_moment(text, NOW)
    assert found is not None
    assert f"{found:%Y-%m-%d %H:%M}" == meant
    assert found.tzinfo is BERLIN


@pytest.mark.parametrize(
    "text",
    ["", "x", "today 9", "99:99", "-3h", "31.2.", "13pm", "2020-01-01", "9999-12-31", "mon " * 20, "1 nov x"],
)
def test_it_is_not_understood_or_has_passed(text: str) -> None:
    assert parse_moment(text, NOW) is None


def test_the_readers_own_words() -> None:
    with translation.override("de"):
        for text in ("mo 9", "Montag", "30. nov."):
            found = parse_moment(text, NOW)
            assert found is not None
            assert f"{found:%m-%d %H:%M}" == "11-30 09:00"


def test_hours_are_hours_in_the_night_when_clocks_change() -> None:
    before = datetime(2026, 10, 25, 1, 0, tzinfo=BERLIN)
    found = parse_moment("in 3 hours", before)
    assert found is not None
    assert found.timestamp() - before.timestamp() == timedelta(hours=3).total_seconds()
    day = parse_moment("1 day", datetime(2026, 10, 24, 12, 0, tzinfo=BERLIN))
    assert day is not None
    assert f"{day:%d %H:%M}" == "25 12:00"


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("35", 35), ("35m", 35), ("0:35", 35), ("1h 5m", 65), ("1h", 60), ("90 min", 90), ("2H", 120)],
)
def test_lengths(text: str, minutes: int) -> None:
    assert parse_minutes(text) == minutes


@pytest.mark.parametrize("text", ["", "x", "-5", "1:99", "h", "5 days"])
def test_what_is_no_length(text: str) -> None:
    assert parse_minutes(text) is None
