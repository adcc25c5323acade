"""Directories (LDAP, Active Directory) whose people sign in here with the password that they have there."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.role import Role
from common.secrets import EncryptedField


class Directory(models.Model):
    """`name` is what people write before the backslash: NORTHWIND in `NORTHWIND\\ann`."""

    class Kind(models.TextChoices):
        AD = "ad", _("Active Directory")
        LDAP = "ldap", _("Another LDAP server")

    class Security(models.TextChoices):
        TLS = "tls", _("TLS")
        STARTTLS = "starttls", _("STARTTLS")
        NONE = "none", _("None")

    class Binding(models.TextChoices):
        SERVICE = "service", _("A user of its own looks people up")
        PERSON = "person", _("People look themselves up")

    class Admits(models.TextChoices):
        MAPPED = "mapped", _("Only members of the groups below")
        ALL = "all", _("Everybody; who is in none of the groups is a customer")

    name = models.CharField(max_length=60)
    name_key = models.CharField(max_length=60, unique=True)  # lower case
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.AD)
    servers = models.TextField()  # one a line, `host` or `host:port`; tried in this order
    security = models.CharField(max_length=10, choices=Security.choices, default=Security.TLS)
    verify_certificate = models.BooleanField(default=True)
    ca_certificate = models.TextField(blank=True, default="")  # PEM; empty: those that the machine trusts
    timeout = models.PositiveIntegerField(default=5)  # seconds to connect, and for each answer
    binding = models.CharField(max_length=8, choices=Binding.choices, default=Binding.SERVICE)
    bind_name = models.CharField(max_length=300, blank=True, default="")
    bind_password = EncryptedField(blank=True, default="")
    person_name = models.CharField(max_length=300, blank=True, default="")  # #USER#@northwind.example
    base_dn = models.CharField(max_length=300)
    user_filter = models.CharField(max_length=300)  # with #USER#
    name_attribute = models.CharField(max_length=60)
    mail_attribute = models.CharField(max_length=60)
    group_base = models.CharField(max_length=300, blank=True, default="")  # empty: base_dn
    nested_groups = models.BooleanField(default=True)
    admits = models.CharField(max_length=8, choices=Admits.choices, default=Admits.MAPPED)
    joins_accounts = models.BooleanField(default=False)
    is_default = models.BooleanField(default=False)  # asked for names without a domain
    is_active = models.BooleanField(default=True)
    last_error = models.TextField(blank=True, default="")  # of the last sign-in, empty when it could be asked
    last_error_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("name_key",)

    def __str__(self) -> str:
        return self.name

    @property
    def addresses(self) -> list[tuple[str, int]]:
        """Hosts and ports, in the order in which they are tried."""
        found = []
        for line in self.servers.split():
            host, colon, port = line.rpartition(":")
            plain = 636 if self.security == self.Security.TLS else 389
            found.append((host.strip("[]"), int(port)) if colon and host else (line.strip("[]"), plain))
        return found


class DirectoryRole(models.Model):
    """Who is in the group has the role; the built-in Registered User stands for a customer."""

    directory = models.ForeignKey(Directory, on_delete=models.CASCADE, related_name="mappings")
    group = models.CharField(max_length=400)  # its distinguished name
    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="directory_mappings")

    class Meta:
        ordering = ("id",)
