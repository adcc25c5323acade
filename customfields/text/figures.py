"""Numbers, dates and times, as people and machines write them."""

from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from customfields.errors import CustomFieldsError
from customfields.text.shapes import plain

_LARGEST = Decimal(10) ** 18


def number(name: str, text: str) -> Decimal:
    """Takes a comma for a point, as people in many countries write it. Raises CustomFieldsError."""
    try:
        value = Decimal(text.replace(",", ".") if text.count(",") == 1 and "." not in text else text)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or abs(value) >= _LARGEST or value != round(value, 6):
        raise CustomFieldsError(
            _("%(name)s: write a number such as 12 or 12.5, with at most six places after the point.")
            % {"name": name}
        )
    return plain(value)


def as_date(name: str, text: str) -> date:
    try:
        found = parse_date(text[:10])
    except ValueError:
        found = None
    if found is None or (len(text) > 10 and text[10] not in "T "):
        raise CustomFieldsError(_("%(name)s: write the date as 2026-03-31.") % {"name": name})
    return found


def as_datetime(name: str, text: str) -> datetime:
    try:
        found = parse_datetime(text)
        if found is None and (day := parse_date(text)):
            found = datetime(day.year, day.month, day.day)  # noqa: DTZ001  # made aware below
    except ValueError:
        found = None
    if found is None:
        raise CustomFieldsError(_("%(name)s: write date and time as 2026-03-31 14:30.") % {"name": name})
    try:
        return (timezone.make_aware(found) if timezone.is_naive(found) else found).astimezone(UTC)
    except OverflowError as error:
        raise CustomFieldsError(
            _("%(name)s: write date and time as 2026-03-31 14:30.") % {"name": name}
        ) from error
