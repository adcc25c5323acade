"""Fields, the templates that ask for them, and the abstract table of values that each owner app has."""

from typing import ClassVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    CHOICE = "choice", _("Drop-down")
    TEXT = "text", _("Single line")
    TEXTAREA = "textarea", _("Multi line")
    NUMBER = "number", _("Number")
    DATE = "date", _("Date")
    DATETIME = "datetime", _("Date and time")
    BOOL = "bool", _("Check box")
    MULTI = "multi", _("Multi-select")
    URL = "url", _("URL")
    EMAIL = "email", _("E-mail")
    HIDDEN = "hidden", _("Hidden")


class Field(models.Model):
    """One thing that is asked. Providers and web services know it by `name`, letter for letter."""

    Kind = Kind

    name = models.CharField(max_length=120, unique=True)
    label = models.CharField(max_length=120, blank=True, default="")  # what people read; empty: the name
    labels = models.JSONField(default=dict)  # language → label, where it differs
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.TEXT)
    options = models.JSONField(default=list)  # entries of a drop-down or multi-select
    help = models.CharField(max_length=200, blank=True, default="")
    is_searchable = models.BooleanField(default=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ("name", "id")

    def __str__(self) -> str:
        return self.name

    @property
    def shown(self) -> str:
        """What the reader calls it, in the language that is active."""
        labels: dict[str, str] = self.labels or {}
        return labels.get((get_language() or "")[:2], "") or self.label or self.name


class Template(models.Model):
    """Which fields a kind of item asks for. `default_of` holds the kind for which it stands in."""

    class Of(models.TextChoices):
        TICKET = "ticket", _("Tickets")
        CHAT = "chat", _("Chats")
        CUSTOMER = "customer", _("Customers")
        CALLLOG = "calllog", _("Call logs")
        BRAND = "brand", _("Brands")
        GROUP = "group", _("Groups")

    kind = models.CharField(max_length=8, choices=Of.choices)
    name = models.CharField(max_length=120)
    default_of = models.CharField(max_length=8, null=True, unique=True)  # noqa: DJ001  # NULL: none

    def __str__(self) -> str:
        return self.name


class Item(models.Model):
    """A field in a template: its place, who sees it, who must fill it in."""

    class Step(models.TextChoices):
        PRE = "pre", _("First step")
        REGULAR = "regular", _("Second step")
        NONE = "none", _("Not asked")

    template = models.ForeignKey(Template, on_delete=models.CASCADE, related_name="items", db_index=False)
    field = models.ForeignKey(Field, on_delete=models.PROTECT, related_name="items")
    position = models.IntegerField(default=0)
    step = models.CharField(max_length=8, choices=Step.choices, default=Step.REGULAR)
    user_sees = models.BooleanField(default=True)
    user_must = models.BooleanField(default=False)
    agent_sees = models.BooleanField(default=True)
    agent_must = models.BooleanField(default=False)
    close_must = models.BooleanField(default=False)

    class Meta:
        ordering = ("position", "id")
        constraints = [models.UniqueConstraint(fields=["template", "field"], name="customfields_item_once")]

    def __str__(self) -> str:
        return f"{self.template_id}: {self.field_id}"


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
