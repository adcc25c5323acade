"""Templates and their lines."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from customfields.models.field import Field


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
