"""Filters by custom fields as an address has them: `cf_12=is:VPS 8`, or as the form of filters sends them."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from tickets.selectors.columns import BETWEEN, DAY, IS, MOMENT, NOT, NUMBER, STARTS

MOST, _LONGEST = 6, 200
_NAME = re.compile(r"cf_(\d{1,9})(?:_(starts|number|day|moment)(?:_(from|to))?)?")


def read_custom(values: Mapping[str, str]) -> tuple[tuple[int, str], ...]:
    """By field, at most MOST; what is not understood is left out."""
    found: dict[int, str] = {}
    for name, value in values.items():
        match = _NAME.fullmatch(name)
        if match is None or not value.strip():
            continue
        field_id = int(match[1])
        if match[2] is None:
            text = value
        elif match[3] is None:
            text = f"{match[2]}:{value}"
        else:
            ends = (values.get(f"cf_{match[1]}_{match[2]}_{end}", "") for end in ("from", "to"))
            text = f"{match[2]}:{BETWEEN.join(ends)}"
        if clean := _clean(text):
            found[field_id] = clean
    return tuple(sorted(found.items())[:MOST])


def _clean(text: str) -> str:
    """The filter in its one form, or "" for none."""
    op, _, value = text.replace("\0", "").partition(":")
    value = value.strip()[:_LONGEST]
    if op in (IS, NOT, STARTS):
        return f"{op}:{value}" if value else ""
    if op not in (NUMBER, DAY, MOMENT):
        return ""
    first, _, last = value.partition(BETWEEN)
    ends = [_edge(op, end.strip()) for end in (first, last)]
    return f"{op}:{BETWEEN.join(ends)}" if any(ends) else ""


def _edge(op: str, text: str) -> str:
    try:
        if op != NUMBER:
            return date.fromisoformat(text).isoformat() if text else ""
        value = Decimal(text.replace(",", ".")) if text else None
    except (ValueError, InvalidOperation):
        return ""
    return "" if value is None or not value.is_finite() or abs(value) >= 10**18 else format(value, "f")


def is_raw(values: Mapping[str, str]) -> Iterator[str]:
    """The names that only the form of filters sends: the list has a shorter address."""
    return (name for name in values if (match := _NAME.fullmatch(name)) and (match[2] or not values[name]))
