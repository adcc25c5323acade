from django.db import models

from tickets.models.ticket import Ticket


class Reservation(models.Model):
    """Step one of opening a ticket: its number and the door's key, so that a retry finds what was begun.

    `key` is the raw mail's id, the form's one-time key or an idempotency key, prefixed by the door.
    """

    key = models.CharField(max_length=120, unique=True)
    number = models.CharField(max_length=20, unique=True)
    # Set before StartTicket is called: who finds it never calls again, but waits for the answer until then.
    ask_until = models.DateTimeField(null=True)
    answer = models.JSONField(null=True)  # what StartTicket said; stored before the ticket is made
    ticket = models.OneToOneField(Ticket, null=True, on_delete=models.CASCADE, related_name="reservation")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["created_at"], name="reservation_created")]
