"""Values become texts, for the wire and for people."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from customfields.models import Kind
from customfields.text.shapes import BETWEEN, LONGEST, Kinded, entries, plain


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
