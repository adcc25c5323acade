from django.db import models

from customfields.models import Value
from tickets.models.ticket import Ticket


class TicketValue(Value):
    """What a ticket's custom field holds."""

    OWNER = "ticket"
    TEMPLATE = "ticket"

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="values", db_index=False)

    class Meta(Value.Meta):
        constraints = [models.UniqueConstraint(fields=["ticket", "field", "place"], name="ticketvalue_once")]
