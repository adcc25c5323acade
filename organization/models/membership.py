from django.conf import settings
from django.db import models

from organization.models.department import Group


class Membership(models.Model):
    """An agent in a group, with the agent's settings there."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="memberships")
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    receives_tickets = models.BooleanField(default=True)
    receives_chats = models.BooleanField(default=True)
    ticket_limit = models.IntegerField(default=0)  # 0: no limit
    chat_limit = models.IntegerField(default=3)
    weight = models.IntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "agent"], name="membership_once")]
