from django.db import models
from django.utils.translation import gettext_lazy as _

from common.models import Blob
from mail.models.accounts import MailAccount
from organization.models import Department


class InboundMail(models.Model):
    """A mail as it came, stored before anything was made of it; what it became; and why."""

    class State(models.TextChoices):
        RECEIVED = "received", _("Waiting")
        HANDLED = "handled", _("Handled")
        IGNORED = "ignored", _("Ignored")
        FAILED = "failed", _("Failed")

    source = models.CharField(max_length=30)  # account:ID or import: within it the same bytes are one mail
    digest = models.CharField(max_length=64)
    account = models.ForeignKey(MailAccount, null=True, on_delete=models.SET_NULL, related_name="inbound")
    department = models.ForeignKey(Department, null=True, on_delete=models.SET_NULL, related_name="+")
    uid = models.CharField(max_length=120, blank=True, default="")
    raw = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    size = models.BigIntegerField()  # on the server; larger than the raw one when only the head was fetched
    is_complete = models.BooleanField(default=True)
    message_id = models.CharField(max_length=255, blank=True, default="")
    from_name = models.CharField(max_length=150, blank=True, default="")
    from_address = models.CharField(max_length=254, blank=True, default="")
    subject = models.CharField(max_length=500, blank=True, default="")
    state = models.CharField(max_length=10, choices=State.choices, default=State.RECEIVED)
    kind = models.CharField(max_length=20, blank=True, default="")  # mail.classify.Kind
    reason = models.CharField(max_length=40, blank=True, default="")
    data = models.JSONField(default=dict)
    error = models.TextField(blank=True, default="")
    attempts = models.PositiveIntegerField(default=0)
    # tries that ended because their server lost its place: they say nothing about the mail
    interrupted = models.PositiveIntegerField(default=0, db_default=0)
    next_at = models.DateTimeField(null=True)
    claimed_until = models.DateTimeField(null=True)
    claimed_by = models.CharField(max_length=160, blank=True, default="")
    link_kind = models.CharField(max_length=20, blank=True, default="")
    link_id = models.BigIntegerField(default=0)
    received_at = models.DateTimeField()
    handled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "digest"], name="inbound_once")]
        indexes = [
            models.Index(fields=["state", "next_at"], name="inbound_due"),
            models.Index(fields=["state", "received_at", "id"], name="inbound_page"),
            models.Index(fields=["account", "received_at", "id"], name="inbound_account"),
            models.Index(fields=["message_id"], name="inbound_message_id"),
            models.Index(fields=["link_kind", "link_id"], name="inbound_link"),
        ]

    def __str__(self) -> str:
        return self.subject or self.message_id or f"#{self.pk}"
