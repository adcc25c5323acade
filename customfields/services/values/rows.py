"""A value as rows of its table."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from customfields import text
from customfields.models import Field, Kind

INDEXED = 255


def rows_of(of: Field, value: Any) -> list[dict[str, Any]]:
    """The rows of a value, without its owner."""
    if of.kind == Kind.MULTI:
        return [_row(one) | {"place": place} for place, one in enumerate(text.entries(value))]
    row = _row(text.show(of, value))
    if of.kind == Kind.NUMBER:
        row["number"] = Decimal(row["text"])
    elif of.kind == Kind.BOOL:
        row["number"] = Decimal(1 if value else 0)
    elif of.kind == Kind.DATETIME:
        row["at"] = datetime.fromisoformat(row["text"])
    elif of.kind == Kind.DATE:
        row["at"] = datetime.combine(date.fromisoformat(row["text"]), time(), UTC)
    return [row]


def _row(said: str) -> dict[str, Any]:
    return {"text": said[:INDEXED], "long": said if len(said) > INDEXED else ""}
