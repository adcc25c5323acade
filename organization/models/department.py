from django.db import models

from customfields.models import Template
from organization.models.brand import Brand


class Department(models.Model):
    """What a customer chooses; its front-line group gets what comes in."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="departments")
    name = models.CharField(max_length=80)
    description = models.CharField(max_length=200, blank=True, default="")
    front_line = models.ForeignKey(
        "organization.Group", null=True, on_delete=models.PROTECT, related_name="+"
    )
    is_public = models.BooleanField(default=True)  # offered on the portal
    is_active = models.BooleanField(default=True)
    auto_respond = models.BooleanField(default=True)
    sort = models.IntegerField(default=100)
    # what its tickets and chats ask for; NULL: what every department asks for
    ticket_template = models.ForeignKey(
        Template, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    chat_template = models.ForeignKey(
        Template, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ("sort", "id")
        constraints = [models.UniqueConstraint(fields=["brand", "name"], name="department_name")]

    def __str__(self) -> str:
        return self.name


class Group(models.Model):
    """A team of agents inside one department."""

    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="groups")
    name = models.CharField(max_length=80)
    is_active = models.BooleanField(default=True)
    sort = models.IntegerField(default=100)

    class Meta:
        ordering = ("sort", "id")
        constraints = [models.UniqueConstraint(fields=["department", "name"], name="group_name")]

    def __str__(self) -> str:
        return self.name
