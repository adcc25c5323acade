from django.db import models
from django.utils.translation import gettext_lazy as _

from common.secrets import EncryptedField
from organization.models import Brand, Department


class Security(models.TextChoices):
    TLS = "tls", _("TLS")
    STARTTLS = "starttls", _("STARTTLS")
    NONE = "none", _("None")


class ServerColumns(models.Model):
    """How to reach and sign in to a mail server, how it has been going, and who works on it now.

    `claimed_until` is the database's time: nobody else works on this account before it.
    """

    Security = Security

    host = models.CharField(max_length=200)
    port = models.PositiveIntegerField()
    security = models.CharField(max_length=10, choices=Security.choices, default=Security.TLS)
    verify_certificate = models.BooleanField(default=True)
    username = models.CharField(max_length=200, blank=True, default="")
    password = EncryptedField(blank=True, default="")
    timeout = models.PositiveIntegerField(default=30)  # seconds to connect, and for each answer
    is_active = models.BooleanField(default=True)
    last_ok_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True, default="")
    last_error_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)  # in a row
    next_at = models.DateTimeField(null=True)  # when it is this account's turn again
    claimed_until = models.DateTimeField(null=True)
    claimed_by = models.CharField(max_length=160, blank=True, default="")  # mail.services.holder
    claim = models.BigIntegerField(default=0)  # grows with each claim; an older holder may not write
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True

    @property
    def is_failing(self) -> bool:
        return self.failures > 0

    @property
    def server(self) -> str:
        """Host and port, as events and pages say it."""
        return f"{self.host}:{self.port}"


class MailAccount(ServerColumns):
    """A mailbox that is fetched; what comes in belongs to its department."""

    class Protocol(models.TextChoices):
        IMAP = "imap", _("IMAP")
        POP3 = "pop3", _("POP3")

    class After(models.TextChoices):
        DELETE = "delete", _("Delete from the server")
        MARK_READ = "mark_read", _("Mark as read")
        MOVE = "move", _("Move to a folder")
        LEAVE = "leave", _("Leave on the server")

    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="mail_accounts")
    name = models.CharField(max_length=80, blank=True, default="")
    address = models.CharField(max_length=254)
    protocol = models.CharField(max_length=10, choices=Protocol.choices, default=Protocol.IMAP)
    folder = models.CharField(max_length=200, default="INBOX")
    after = models.CharField(max_length=10, choices=After.choices, default=After.DELETE)
    move_to = models.CharField(max_length=200, blank=True, default="")
    poll_seconds = models.PositiveIntegerField(default=60)
    waiting = models.PositiveIntegerField(default=0)  # messages on the server at the last look

    class Meta:
        ordering = ("address", "id")
        indexes = [models.Index(fields=["is_active", "next_at"], name="mail_account_due")]

    def __str__(self) -> str:
        return self.address


class SmtpAccount(ServerColumns):
    """A server that mail goes out by. With a department it is that department's, else its brand's,
    else everybody's who has none of their own."""

    brand = models.ForeignKey(
        Brand, null=True, blank=True, on_delete=models.PROTECT, related_name="smtp_accounts"
    )
    department = models.ForeignKey(
        Department, null=True, blank=True, on_delete=models.PROTECT, related_name="smtp_accounts"
    )
    from_name = models.CharField(max_length=80, blank=True, default="")
    from_address = models.CharField(max_length=254, blank=True, default="")

    class Meta:
        ordering = ("host", "id")
        indexes = [models.Index(fields=["is_active", "next_at"], name="smtp_account_due")]

    def __str__(self) -> str:
        return self.from_address or self.host


class SeenUid(models.Model):
    """A message of a mailbox that is stored here and may still lie on the server."""

    account = models.ForeignKey(MailAccount, on_delete=models.CASCADE, related_name="seen")
    uid = models.CharField(max_length=120)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "uid"], name="seen_uid_once")]


class MailHourly(models.Model):
    """What an account did in one hour, for the line on its page. `direction` is in or out."""

    direction = models.CharField(max_length=3)
    account_id = models.BigIntegerField()
    hour = models.DateTimeField()
    good = models.PositiveIntegerField(default=0)
    bad = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["direction", "account_id", "hour"], name="mail_hourly_once")
        ]
        indexes = [models.Index(fields=["hour"], name="mail_hourly_hour")]
