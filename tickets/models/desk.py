"""What agents leave around a ticket while they work: read marks, drafts, presence, notifications."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tickets.models.ticket import Ticket


class ReadState(models.Model):
    """Up to where an agent has read; unread is `ticket.last_seq > seq`."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+", db_index=False)
    agent = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    seq = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agent", "ticket"], name="read_once")]


class Draft(models.Model):
    """Unsent text of an agent on a ticket, kept on the server."""

    class Mode(models.TextChoices):
        REPLY = "reply", _("Reply")
        COMMENT = "comment", _("Comment")
        FORWARD = "forward", _("Forward")

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="drafts")
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    mode = models.CharField(max_length=8, choices=Mode.choices)
    html = models.TextField(blank=True, default="")
    to = models.JSONField(default=list)
    cc = models.JSONField(default=list)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "agent", "mode"], name="draft_once")]


class Presence(models.Model):
    """Who has the ticket's page open, and whether they are writing."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+", db_index=False)
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    is_writing = models.BooleanField(default=False)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "agent"], name="presence_once")]
        indexes = [models.Index(fields=["seen_at"], name="presence_seen")]


class Notification(models.Model):
    """A line in the agent's bell menu."""

    class Kind(models.TextChoices):
        ASSIGNED = "assigned", _("Assigned to you")
        CUSTOMER_REPLIED = "replied", _("The customer replied")
        FAILED = "failed", _("A message could not be delivered")
        FOLLOW_UP = "followup", _("A follow-up is due")
        RULE = "rule", _("A rule says something")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    by = models.CharField(max_length=120, blank=True, default="")
    text = models.CharField(max_length=500, blank=True, default="")  # what a rule says
    fact_id = models.BigIntegerField()  # what it tells of; once a person and fact
    delivery_id = models.BigIntegerField(default=0)  # of a rule's action: each says its own, once
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "fact_id", "delivery_id"], name="notification_once")
        ]
        indexes = [models.Index(fields=["user", "read_at", "id"], name="notification_user")]
