from django.db import models
from django.utils.translation import gettext


class Role(models.Model):
    """A set of permissions. Roles add up: a person has those of all their roles.

    The built-in ones that follow from what a person is (everyone, registered, verified, agent) are never
    assigned; manager, administrator and custom ones are.
    """

    class Builtin(models.TextChoices):
        EVERYONE = "everyone"
        REGISTERED = "registered"
        VERIFIED = "verified"
        AGENT = "agent"
        MANAGER = "manager"
        ADMINISTRATOR = "administrator"

    name = models.CharField(max_length=60, unique=True)
    builtin = models.CharField(max_length=16, choices=Builtin.choices, blank=True, default="")
    description = models.CharField(max_length=200, blank=True, default="")

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The name as people read it: those of built-in roles are translated."""
        return gettext(self.name) if self.builtin else self.name


class RolePermission(models.Model):
    """`name` is a declared permission (common.permissions)."""

    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="permissions")
    name = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["role", "name"], name="role_permission_once")]
