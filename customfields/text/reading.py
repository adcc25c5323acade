"""Texts become values."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from customfields.errors import CustomFieldsError
from customfields.models import Kind
from customfields.text.addresses import as_email, as_url
from customfields.text.figures import as_date, as_datetime, number
from customfields.text.shapes import LONGEST, Kinded, entries

_YES, _NO = frozenset({"true", "1", "yes", "on"}), frozenset({"false", "0", "no", "off"})


def parse(field: Kinded, text: str) -> Any:
    """The value that a text stands for; None for an empty one. Raises CustomFieldsError with a sentence."""
    clean = text.replace("\0", "").strip()[:LONGEST]
    if not clean:
        return None
    return _PARSERS.get(field.kind, _as_it_is)(field.name, clean)


def _bool(name: str, text: str) -> bool:
    word = text.lower()
    if word not in _YES | _NO:
        raise CustomFieldsError(_("%(name)s: write True or False.") % {"name": name})
    return word in _YES


def _multi(name: str, text: str) -> tuple[str, ...] | None:
    return entries(text) or None


def _one_line(name: str, text: str) -> str:
    return " ".join(text.split())


def _as_it_is(name: str, text: str) -> str:
    return text


_PARSERS: dict[str, Callable[[str, str], Any]] = {
    Kind.NUMBER: number,
    Kind.BOOL: _bool,
    Kind.DATE: as_date,
    Kind.DATETIME: as_datetime,
    Kind.URL: as_url,
    Kind.EMAIL: as_email,
    Kind.MULTI: _multi,
    Kind.TEXT: _one_line,
    Kind.CHOICE: _one_line,
}
