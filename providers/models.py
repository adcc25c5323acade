from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.secrets import EncryptedField


class Kind(models.TextChoices):
    """The six interfaces that a customer's web service may have."""

    LOGIN = "login", _("Login")
    FIELDS = "fields", _("Custom Fields")
    TICKETS = "tickets", _("Ticket")
    CHATS = "chats", _("Live Chat")
    USERINFO = "userinfo", _("User Information")
    EVENTS = "events", _("Events")


class Provider(models.Model):
    """How a provider is reached, and what counts when it does not answer.

    A kind without a row is switched off; `selectors.provider` then gives one with the defaults.
    """

    class OnFailure(models.TextChoices):
        ALLOW = "allow", _("Allow")
        REFUSE = "refuse", _("Refuse")

    class SoapVersion(models.TextChoices):
        AUTO = "auto", _("As the service describes itself")
        SOAP11 = "1.1", _("SOAP 1.1")
        SOAP12 = "1.2", _("SOAP 1.2")

    class Digest(models.TextChoices):
        SHA256 = "sha256", _("HMAC-SHA-256")
        SHA512 = "sha512", _("HMAC-SHA-512")

    kind = models.CharField(max_length=10, choices=Kind.choices, unique=True)
    is_enabled = models.BooleanField(default=False)
    url = models.CharField(max_length=500, blank=True, default="")
    password = EncryptedField(blank=True, default="")
    timeout_seconds = models.FloatField(default=5)  # for the whole call
    on_failure = models.CharField(max_length=10, choices=OnFailure.choices, default=OnFailure.ALLOW)
    failure_message = models.TextField(blank=True, default="")
    soap_version = models.CharField(max_length=4, choices=SoapVersion.choices, default=SoapVersion.AUTO)
    rest_after = models.PositiveIntegerField(default=5)  # failures in a row
    rest_seconds = models.PositiveIntegerField(default=30)
    # single sign-on by a cookie of another site; only the login provider has it
    cookie_name = models.CharField(max_length=80, blank=True, default="")
    cookie_secret = EncryptedField(blank=True, default="")
    cookie_digest = models.CharField(max_length=10, choices=Digest.choices, default=Digest.SHA256)
    cookie_minutes = models.PositiveIntegerField(default=60)  # the longest life that is accepted
    updated_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return str(Kind(self.kind).label)

    @property
    def is_usable(self) -> bool:
        """Switched on and has an address: it is asked."""
        return self.is_enabled and bool(self.url)

    @property
    def refuses(self) -> bool:
        """Does a call that failed count as a no?"""
        return self.on_failure == self.OnFailure.REFUSE


class LoginLink(models.Model):
    """A customer whom the login provider knows by this user name, in small letters."""

    name = models.CharField(max_length=254, unique=True)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="login_link")
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class Health(models.Model):
    """The circuit breaker of a provider: so many failures in a row, and it rests until `open_until`."""

    kind = models.CharField(max_length=10, choices=Kind.choices, unique=True)
    failures = models.PositiveIntegerField(default=0)
    open_until = models.DateTimeField(null=True)


class Description(models.Model):
    """The WSDL of a service as it was read: the document and what it imports, by address.

    Several providers may live in one service, so the address is the key and not the provider.
    """

    address = models.CharField(max_length=64, unique=True)  # the hash of the URL: MariaDB's keys are short
    url = models.CharField(max_length=500)
    documents = models.JSONField(default=dict)  # address -> text
    summary = models.JSONField(default=dict)  # method -> SOAP versions it is offered by
    digest = models.CharField(max_length=64)
    read_at = models.DateTimeField()
    expires_at = models.DateTimeField()


class Call(models.Model):
    """One call as the log shows it. Passwords and cookies are never in it."""

    class Reason(models.TextChoices):
        NONE = "", _("accepted")
        REFUSED = "refused", _("refused")
        DENIED = "denied", _("permission denied")
        FAULT = "fault", _("fault")
        TIMEOUT = "timeout", _("timed out")
        GARBAGE = "garbage", _("nonsense")
        TOO_BIG = "too_big", _("cut off")
        UNREACHABLE = "unreachable", _("unreachable")
        OPEN = "open", _("resting")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    method = models.CharField(max_length=40)
    at = models.DateTimeField(auto_now_add=True)
    ms = models.PositiveIntegerField(default=0)
    reason = models.CharField(max_length=12, blank=True, default="", choices=Reason.choices)
    message = models.TextField(blank=True, default="")  # the service's words for the person
    detail = models.TextField(blank=True, default="")  # what went wrong, for the administrator
    inputs = models.JSONField(default=list)  # "name=value", secrets as dots
    outputs = models.JSONField(default=list)
    soap_version = models.CharField(max_length=4, blank=True, default="")
    http_status = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)
    ticket_number = models.CharField(max_length=40, blank=True, default="")
    then = models.CharField(max_length=300, blank=True, default="")  # what the desk did with it
    is_test = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["at"], name="provider_call_at"),
            models.Index(fields=["kind", "id"], name="provider_call_kind"),
            models.Index(fields=["ticket_number", "id"], name="provider_call_ticket"),
        ]

    @property
    def is_ok(self) -> bool:
        return self.reason == self.Reason.NONE
