from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.models import Blob
from tickets.models.ticket import Ticket


class Message(models.Model):
    """A part of the conversation: a message in or out, or an internal comment.

    `seq` has no gaps in a ticket: a page that has seen n asks for what is after n.
    """

    class Kind(models.IntegerChoices):
        """The numbers are the contract's TicketPartInfo.Type where it has one."""

        MESSAGE = 1, _("Message")
        GENERAL = 10, _("Comment")
        TRANSFER = 11, _("Transfer comment")
        RESOLUTION = 12, _("Resolution")
        FOLLOW_UP = 13, _("Follow-up comment")
        STICKY = 14, _("Sticky comment")

    class Delivery(models.TextChoices):
        """Of a message out; empty for what is not mailed."""

        QUEUED = "queued", _("Goes out soon")
        SENT = "sent", _("Delivered")
        FAILED = "failed", _("Failed")
        UNDONE = "undone", _("Taken back")

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="messages", db_index=False)
    seq = models.IntegerField()
    kind = models.SmallIntegerField(choices=Kind.choices, default=Kind.MESSAGE)
    by_agent = models.BooleanField(default=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    author_name = models.CharField(max_length=120, blank=True, default="")
    author_email = models.CharField(max_length=254, blank=True, default="")
    html = models.TextField(blank=True, default="")  # sanitized
    text = models.TextField(blank=True, default="")
    quoted_html = models.TextField(blank=True, default="")  # what the mail quoted, sanitized
    to = models.JSONField(default=list)  # [[name, address], …]
    cc = models.JSONField(default=list)
    created_at = models.DateTimeField()
    source = models.CharField(max_length=8, blank=True, default="")
    is_stranger = models.BooleanField(default=False)  # by mail, from somebody who is no participant
    is_automatic = models.BooleanField(default=False)  # auto-reply, bounce, our own auto-responder
    mail_id = models.CharField(max_length=255, blank=True, default="")  # Message-ID without brackets
    inbound_id = models.BigIntegerField(null=True)  # the raw mail, kept by `mail`
    why = models.JSONField(default=dict)  # {"code": …, data}: why it is in this ticket
    delivery = models.CharField(max_length=8, choices=Delivery.choices, blank=True, default="")
    delivery_error = models.TextField(blank=True, default="")
    send_after = models.DateTimeField(null=True)  # until then Undo send works

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "seq"], name="message_seq")]
        indexes = [models.Index(fields=["mail_id"], name="message_mail_id")]

    @property
    def is_comment(self) -> bool:
        """Never shown to a customer."""
        return self.kind != self.Kind.MESSAGE


class Attachment(models.Model):
    """A file of a message or of a draft. Name, type and size are what we found, not what was claimed."""

    ticket = models.ForeignKey(Ticket, null=True, on_delete=models.CASCADE, related_name="attachments")
    message = models.ForeignKey(Message, null=True, on_delete=models.CASCADE, related_name="attachments")
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(max_length=160)
    content_type = models.CharField(max_length=100)
    size = models.BigIntegerField()
    content_id = models.CharField(max_length=255, blank=True, default="")  # inline image of the HTML
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    created_at = models.DateTimeField(auto_now_add=True)
