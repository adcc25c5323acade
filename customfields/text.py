"""Values as text: what stands on the wire and in the table, and what people read."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Protocol

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils import formats, timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from customfields.errors import CustomFieldsError
from customfields.models import Kind

LONGEST = 20_000
BETWEEN = ";"  # entries of a multi-select
_LARGEST = Decimal(10) ** 18
_YES, _NO = frozenset({"true", "1", "yes", "on"}), frozenset({"false", "0", "no", "off"})


class Kinded(Protocol):
    """A field or a template's item."""

    @property
    def kind(self) -> str: ...
    @property
    def name(self) -> str: ...


def parse(field: Kinded, text: str) -> Any:
    """The value that a text stands for; None for an empty one. Raises CustomFieldsError with a sentence."""
    clean = text.replace("\0", "").strip()[:LONGEST]
    if not clean:
        return None
    return _PARSERS.get(field.kind, _as_it_is)(field.name, clean)


def show(field: Kinded, value: Any) -> str:
    """What stands on the wire; `parse` reads it back. Empty for None."""
    if value is None:
        return ""
    if field.kind == Kind.BOOL:
        return "True" if value else "False"
    if field.kind == Kind.NUMBER:
        return format(plain(Decimal(value)), "f")
    if field.kind == Kind.DATETIME:
        return (
            value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
            if isinstance(value, datetime)
            else str(value)
        )
    if field.kind == Kind.DATE:
        return value.isoformat() if isinstance(value, date) else str(value)
    if field.kind == Kind.MULTI:
        return BETWEEN.join(entries(value))
    return str(value).replace("\0", "").strip()[:LONGEST]


def said(field: Kinded, value: Any) -> str:
    """What people read, in their language and zone."""
    if value is None:
        return ""
    if field.kind == Kind.BOOL:
        return _("Yes") if value else _("No")
    if field.kind == Kind.NUMBER:
        return formats.number_format(plain(Decimal(value)))
    if field.kind == Kind.DATETIME and isinstance(value, datetime):
        return formats.date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")
    if field.kind == Kind.DATE and isinstance(value, date):
        return formats.date_format(value, "SHORT_DATE_FORMAT")
    if field.kind == Kind.MULTI:
        return ", ".join(entries(value))
    return str(value)


def plain(value: Decimal) -> Decimal:
    """Without zeros that say nothing, and never as a power of ten."""
    whole = value.to_integral_value()
    return whole if value == whole else value.normalize()


def entries(value: "str | Iterable[str]") -> tuple[str, ...]:
    """The entries of a multi-select, each once, in their order."""
    parts = value.split(BETWEEN) if isinstance(value, str) else value
    return tuple(dict.fromkeys(clean for part in parts if (clean := str(part).strip())))


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


def _bool(name: str, text: str) -> bool:
    word = text.lower()
    if word not in _YES | _NO:
        raise CustomFieldsError(_("%(name)s: write True or False.") % {"name": name})
    return word in _YES


def _date(name: str, text: str) -> date:
    try:
        found = parse_date(text[:10])
    except ValueError:
        found = None
    if found is None or (len(text) > 10 and text[10] not in "T "):
        raise CustomFieldsError(_("%(name)s: write the date as 2026-03-31.") % {"name": name})
    return found


def _datetime(name: str, text: str) -> datetime:
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


def _url(name: str, text: str) -> str:
    try:
        URLValidator(schemes=["http", "https"])(text)
    except ValidationError as error:
        raise CustomFieldsError(
            _("%(name)s: write a whole address, such as https://example.com/page.") % {"name": name}
        ) from error
    return text


def _email(name: str, text: str) -> str:
    try:
        validate_email(text)
    except ValidationError as error:
        raise CustomFieldsError(
            _("%(name)s: write an e-mail address, such as ann@example.com.") % {"name": name}
        ) from error
    return text


def _multi(name: str, text: str) -> tuple[str, ...] | None:
    return entries(text) or None


def _one_line(name: str, text: str) -> str:
    return " ".join(text.split())


def _as_it_is(name: str, text: str) -> str:
    return text


_PARSERS: dict[str, Callable[[str, str], Any]] = {
    Kind.NUMBER: number,
    Kind.BOOL: _bool,
    Kind.DATE: _date,
    Kind.DATETIME: _datetime,
    Kind.URL: _url,
    Kind.EMAIL: _email,
    Kind.MULTI: _multi,
    Kind.TEXT: _one_line,
    Kind.CHOICE: _one_line,
}
