from django.db import models

from tickets.models.ticket import Ticket


class Tag(models.Model):
    """A free word on tickets; a colour only if an administrator gave one."""

    name = models.CharField(max_length=40, unique=True)
    colour = models.CharField(max_length=8, blank=True, default="")

    def __str__(self) -> str:
        return self.name


class TicketTag(models.Model):
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="ticket_tags", db_index=False)
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "tag"], name="ticket_tag_once")]
