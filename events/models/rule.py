from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Rule(models.Model):
    """When an event happens and the conditions hold, the actions run.

    `conditions` is a tree ({"all": […]}, {"any": […]}, leaves {"key", "op", "value"}); `actions` a list of
    {"id", "type", "params", "once", "every_minutes"}; `watch` what events of time and of counts wait for.
    Both are checked by events.drafts before they are stored.
    """

    class Level(models.TextChoices):
        SYSTEM = "system", _("For everybody")
        AGENT = "agent", _("My events")

    name = models.CharField(max_length=80)
    folder = models.CharField(max_length=80, blank=True, default="")
    event_id = models.IntegerField()
    level = models.CharField(max_length=6, choices=Level.choices, default=Level.SYSTEM)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="rules"
    )
    is_enabled = models.BooleanField(default=True)
    position = models.PositiveIntegerField(default=0)
    conditions = models.JSONField(default=dict)
    actions = models.JSONField(default=list)
    watch = models.JSONField(default=dict)
    zone = models.CharField(max_length=64, default="UTC")
    once_per_item = models.BooleanField(default=False)
    every_minutes = models.PositiveIntegerField(
        default=0
    )  # at most once in so many; 0: as often as it happens
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("folder", "position", "id")
        indexes = [
            models.Index(fields=["level", "owner", "folder", "position"], name="rule_page"),
            models.Index(fields=["is_enabled", "event_id"], name="rule_event"),
        ]

    def __str__(self) -> str:
        return self.name


class RuleRun(models.Model):
    """What a rule made of a fact, and how each of its actions ended (`action`: its id, else empty).

    The row of an action is written in the transaction of what the action changes: it cannot happen twice.
    """

    class Outcome(models.TextChoices):
        MATCHED = "matched", _("Matched")
        LIMITED = "limited", _("Held back by its limit")
        LOOP = "loop", _("Stopped: rules trigger each other")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    rule = models.ForeignKey(Rule, on_delete=models.CASCADE, related_name="runs")
    fact_id = models.BigIntegerField()
    action = models.CharField(max_length=16, blank=True, default="")
    item_kind = models.CharField(max_length=16)
    item_id = models.BigIntegerField()
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    at = models.DateTimeField()
    text = models.TextField(blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rule", "fact_id", "action"], name="rule_run_once")]
        indexes = [
            models.Index(fields=["rule", "id"], name="rule_run_page"),
            models.Index(fields=["at"], name="rule_run_at"),
        ]


class RuleMark(models.Model):
    """When a rule or one of its actions last acted: on an item (once per item), or at all (item 0)."""

    rule = models.ForeignKey(Rule, on_delete=models.CASCADE, related_name="marks")
    action = models.CharField(max_length=16, blank=True, default="")
    item_kind = models.CharField(max_length=16, blank=True, default="")
    item_id = models.BigIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rule", "action", "item_kind", "item_id"], name="rule_mark_once")
        ]
