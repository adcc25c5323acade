"""The abstract table of values that each owner app has."""

from typing import ClassVar

from django.db import models

from customfields.models.field import Field


class Value(models.Model):
    """A value of an owner; a subclass adds the owner's key, `OWNER` names it.

    `text` holds what the wire says, cut to what an index takes; `long` the whole, where it is longer. Numbers
    and times also stand in columns of their own, to be compared. A multi-select has a row an entry.
    """

    OWNER: ClassVar[str]
    TEMPLATE: ClassVar[str]  # the kind of templates whose fields it holds

    field = models.ForeignKey(Field, on_delete=models.PROTECT, related_name="+", db_index=False)
    place = models.SmallIntegerField(default=0)
    text = models.CharField(max_length=255, blank=True, default="")
    long = models.TextField(blank=True, default="")
    number = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        indexes = [
            models.Index(fields=["field", "text"], name="%(class)s_text"),
            models.Index(fields=["field", "number"], name="%(class)s_number"),
            models.Index(fields=["field", "at"], name="%(class)s_at"),
        ]

    def __str__(self) -> str:
        return self.long or self.text
