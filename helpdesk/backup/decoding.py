"""From the file to a database: the value as its driver takes it."""

import base64
import json
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.backends.base.base import BaseDatabaseWrapper

from helpdesk.backup.columns import Column
from helpdesk.backup.naturals import Names

Decoder = Callable[[Any], Any]


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f"a text was expected, not {type(value).__name__}")
    return value


def _number(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError(f"a number was expected, not {type(value).__name__}")
    return value


def _truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"yes or no was expected, not {type(value).__name__}")
    return value


def moment(value: Any) -> datetime:
    return datetime.fromisoformat(_text(value).removesuffix("Z")).replace(tzinfo=UTC)


def decoders(columns: Sequence[Column], connection: BaseDatabaseWrapper, names: Names) -> list[Decoder]:
    """One function a column. They raise ValueError when a value is not of its kind."""
    return [_decoder(column, connection, names) for column in columns]


def _decoder(column: Column, connection: BaseDatabaseWrapper, names: Names) -> Decoder:
    ops, is_postgres = connection.ops, connection.vendor == "postgresql"
    known: dict[str, Decoder] = {
        "int": _number,
        "bool": _truth,
        "float": float,
        "text": _text,
        "secret": _text,
        "ip": _text,
        "json": _json,
        "datetime": lambda value: ops.adapt_datetimefield_value(moment(value)),
        "date": lambda value: ops.adapt_datefield_value(date.fromisoformat(value)),
        "time": lambda value: ops.adapt_timefield_value(time.fromisoformat(value)),
        "decimal": lambda value: ops.adapt_decimalfield_value(Decimal(_text(value)), 64, column.places),
        "uuid": UUID if is_postgres else _uuid(connection),
        "duration": (lambda value: timedelta(microseconds=value)) if is_postgres else _number,
        "binary": lambda value: base64.b64decode(_text(value), validate=True),
        "contenttype": names.content_type_id,
        "permission": names.permission_id,
    }
    decode = known[column.kind]
    return lambda value: None if value is None else decode(value)


def _uuid(connection: BaseDatabaseWrapper) -> Decoder:
    native = connection.features.has_native_uuid_field
    return lambda value: str(UUID(value)) if native else UUID(value).hex


def _json(value: Any) -> str:
    return json.dumps(json.loads(_text(value)))
