"""Fields, and of which kinds they are."""

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
