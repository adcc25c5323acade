"""Keyset pages: sort columns are NOT NULL and end in the id, so no row is skipped and none comes twice."""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet

T = TypeVar("T", bound=Model)


class BadCursorError(ValueError):
    """The cursor of a request is not one that we wrote."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last row seen: the value of the sort column and the id."""

    value: Any
    id: int

    def encode(self) -> str:
        """For a URL."""
        value = {"t": self.value.isoformat()} if isinstance(self.value, datetime) else self.value
        return base64.urlsafe_b64encode(json.dumps([value, self.id]).encode()).decode().rstrip("=")

    @classmethod
    def decode(cls, text: str) -> "Cursor":
        """Raises BadCursorError."""
        try:
            value, row_id = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
            if isinstance(value, dict):
                value = datetime.fromisoformat(value["t"])
            if not isinstance(row_id, int) or not isinstance(value, int | str | datetime):
                raise BadCursorError(text)
        except (ValueError, TypeError, KeyError, binascii.Error) as error:
            raise BadCursorError(text) from error
        return cls(value, row_id)


def after(column: str, cursor: Cursor, *, descending: bool) -> Q:
    """The rows behind `cursor`: `a <= x AND (a < x OR id < y)`, a form that every database walks by index."""
    op = "lt" if descending else "gt"
    return Q(**{f"{column}__{op}e": cursor.value}) & (
        Q(**{f"{column}__{op}": cursor.value}) | Q(**{f"id__{op}": cursor.id})
    )


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """`next` is None on the last page."""

    rows: list[T]
    next: str | None


def page(rows: QuerySet[T], column: str, *, size: int, cursor: str = "", descending: bool = True) -> Page[T]:
    """One page of `rows` sorted by `column`, then id. Raises BadCursorError."""
    if cursor:
        rows = rows.filter(after(column, Cursor.decode(cursor), descending=descending))
    sign = "-" if descending else ""
    found = list(rows.order_by(f"{sign}{column}", f"{sign}id")[: size + 1])
    more = len(found) > size
    found = found[:size]
    last = found[-1] if more else None
    return Page(found, Cursor(getattr(last, column), last.pk).encode() if last is not None else None)
