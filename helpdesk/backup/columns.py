"""Columns and their kinds: what a value is, whichever database holds it."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import models

from common.secrets import EncryptedField
from helpdesk.backup.errors import BackupError

KINDS = {
    "AutoField": "int",
    "BigAutoField": "int",
    "SmallAutoField": "int",
    "IntegerField": "int",
    "BigIntegerField": "int",
    "SmallIntegerField": "int",
    "PositiveIntegerField": "int",
    "PositiveBigIntegerField": "int",
    "PositiveSmallIntegerField": "int",
    "FloatField": "float",
    "BooleanField": "bool",
    "CharField": "text",
    "TextField": "text",
    "SlugField": "text",
    "FileField": "text",
    "FilePathField": "text",
    "GenericIPAddressField": "ip",
    "JSONField": "json",
    "DateTimeField": "datetime",
    "DateField": "date",
    "TimeField": "time",
    "DecimalField": "decimal",
    "UUIDField": "uuid",
    "DurationField": "duration",
    "BinaryField": "binary",
}
# Ids that every installation gives by itself travel as names.
NATURAL: dict[type[models.Model], str] = {ContentType: "contenttype", Permission: "permission"}
ALL_KINDS = frozenset({*KINDS.values(), "secret", *NATURAL.values()})


@dataclass(frozen=True, slots=True)
class Column:
    """`places` are the digits after the point of a decimal."""

    name: str
    kind: str
    places: int = 0


def column(field: "models.Field[Any, Any]") -> Column:
    """The column of a model's field. Raises BackupError for a kind of field that is not known here."""
    name, target = str(field.column), field
    while isinstance(target, models.ForeignKey):
        if target.related_model in NATURAL:
            return Column(name, NATURAL[target.related_model])
        target = target.target_field
    if isinstance(target, EncryptedField):
        return Column(name, "secret")  # travels as it is stored, encrypted
    kind = KINDS.get(target.get_internal_type())
    if kind is None:
        raise BackupError(f"{field} is of a kind that backups do not know: {target.get_internal_type()}.")
    return Column(name, kind, getattr(target, "decimal_places", 0) or 0)
