"""Work around a ticket that has a time: when it comes back, and how long it took."""

from django.conf import settings
from django.db import models

from common.models import ActorColumns
from organization.models import Group
from tickets.models.ticket import Status, Ticket


class FollowUp(ActorColumns):
    """What happens to a ticket at a moment to come; NULL and "" leave things as they are then.

    A ticket has one at most. The row goes away in the transaction that carries it out, so that happens once.
    """

    ticket = models.OneToOneField(Ticket, on_delete=models.CASCADE, related_name="follow_up")
    at = models.DateTimeField()
    group = models.ForeignKey(Group, null=True, on_delete=models.SET_NULL, related_name="+")
    agent = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    status = models.SmallIntegerField(choices=Status.choices, null=True)
    pin = models.BooleanField(null=True)
    comment = models.TextField(blank=True, default="")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["at", "id"], name="follow_up_due")]


class TimeLog(models.Model):
    """Time that somebody worked on a ticket."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="time_logs")
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    minutes = models.IntegerField()
    subject = models.CharField(max_length=200, blank=True, default="")
    is_billable = models.BooleanField(default=False)
    created_at = models.DateTimeField()
