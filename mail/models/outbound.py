from django.db import models
from django.utils.translation import gettext_lazy as _

from common.models import Blob
from mail.models.accounts import SmtpAccount


class OutboundMail(models.Model):
    """A mail that is to go out, written in the transaction of the change that wants it.

    Its text stands in the row or, for mail that came as a whole, in `raw`; files are blobs. A worker claims
    it until `claimed_until` (the database's time) and may not finish it after that.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        CLAIMED = "claimed", _("On its way")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")

    message_id = models.CharField(max_length=255, unique=True)
    brand_id = models.BigIntegerField(default=0)
    department_id = models.BigIntegerField(default=0)
    account = models.ForeignKey(SmtpAccount, null=True, on_delete=models.SET_NULL, related_name="outbound")
    envelope_from = models.CharField(max_length=254, blank=True, default="")
    recipients = models.JSONField(default=list)  # addresses that still have to get it
    refused = models.JSONField(default=list)  # [address, code, what the server said]
    subject = models.CharField(max_length=500, blank=True, default="")
    headers = models.JSONField(default=list)  # [name, value], in their order
    text = models.TextField(blank=True, default="")
    html = models.TextField(blank=True, default="")
    parts = models.JSONField(default=list)  # [blob id, name, type, content id]
    raw = models.ForeignKey(Blob, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    next_at = models.DateTimeField()  # not before: the delay, then the next try
    claimed_until = models.DateTimeField(null=True)
    claimed_by = models.CharField(max_length=160, blank=True, default="")
    claimed_epoch = models.BigIntegerField(default=0)
    claim = models.BigIntegerField(default=0)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.TextField(blank=True, default="")
    owner_kind = models.CharField(max_length=30, blank=True, default="")
    owner_id = models.BigIntegerField(default=0)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["state", "next_at", "id"], name="outbound_due"),
            models.Index(fields=["account", "state", "next_at"], name="outbound_account"),
            models.Index(fields=["owner_kind", "owner_id"], name="outbound_owner"),
            models.Index(fields=["state", "created_at", "id"], name="outbound_page"),
        ]

    def __str__(self) -> str:
        return self.subject or self.message_id


class DeliveryAttempt(models.Model):
    """One try to hand a mail over: how far it came and what the server said."""

    mail = models.ForeignKey(OutboundMail, on_delete=models.CASCADE, related_name="tries")
    account = models.ForeignKey(SmtpAccount, null=True, on_delete=models.SET_NULL, related_name="+")
    node = models.CharField(max_length=64)
    step = models.CharField(max_length=20)
    code = models.IntegerField(default=0)
    text = models.TextField(blank=True, default="")
    is_ok = models.BooleanField(default=False)
    at = models.DateTimeField()
