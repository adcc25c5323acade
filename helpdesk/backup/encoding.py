"""From the database to the file: one text for one value, whichever database it came from."""

import base64
import ipaddress
import json
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from helpdesk.backup.columns import Column
from helpdesk.backup.naturals import Names

_EXACT = 1e16  # from here on Python writes a whole number with an exponent, PostgreSQL without
Encoder = Callable[[Any], Any]
_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode
_line = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _whole(text: str) -> float | int:
    number = float(text)
    return int(number) if abs(number) >= _EXACT and number.is_integer() else number


_read_json = json.JSONDecoder(parse_float=_whole).decode


def canonical(value: Any) -> str:
    """JSON with sorted keys: databases that keep it parsed forget the order."""
    return _json(_read_json(value) if isinstance(value, str) else value)


def moment(value: Any) -> str:
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    at: datetime = value
    at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    return at.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def address(value: Any) -> str:
    """As PostgreSQL writes it, which keeps addresses and not texts."""
    parsed = ipaddress.ip_address(str(value))
    inner = parsed.ipv4_mapped if isinstance(parsed, ipaddress.IPv6Address) else None
    return f"::ffff:{inner}" if inner else str(parsed)


def _clock(value: Any) -> str:
    if isinstance(value, timedelta):  # the MySQL driver's word for a time of the day
        value = (datetime(1, 1, 1, tzinfo=UTC) + value).time()
    return (time.fromisoformat(value) if isinstance(value, str) else value).isoformat("microseconds")


def _microseconds(value: Any) -> int:
    return value // timedelta(microseconds=1) if isinstance(value, timedelta) else int(value)


def _decimal(places: int) -> Encoder:
    return lambda value: f"{Decimal(str(value)):.{places}f}"


_BY_KIND: dict[str, Encoder] = {
    "bool": bool,
    "ip": address,
    "json": canonical,
    "datetime": moment,
    "date": lambda value: (date.fromisoformat(value) if isinstance(value, str) else value).isoformat(),
    "time": _clock,
    "uuid": lambda value: str(value if isinstance(value, UUID) else UUID(str(value))),
    "duration": _microseconds,
    "binary": lambda value: base64.b64encode(bytes(value)).decode(),
    "float": float,
}


def encoders(columns: Sequence[Column], names: Names) -> list[tuple[int, Encoder]]:
    """The columns whose values do not go as they are, by place."""
    known = {**_BY_KIND, "contenttype": names.content_type, "permission": names.permission}
    found: list[tuple[int, Encoder]] = []
    for place, column in enumerate(columns):
        encoder = _decimal(column.places) if column.kind == "decimal" else known.get(column.kind)
        if encoder:
            found.append((place, encoder))
    return found


def line(row: Sequence[Any], changed: list[tuple[int, Encoder]]) -> bytes:
    """One row as one line."""
    values = list(row)
    for place, encode in changed:
        if values[place] is not None:
            values[place] = encode(values[place])
    return (_line(values) + "\n").encode()
