"""Why a message is in this ticket, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tickets.models import Message, Ticket

_FIRST = {
    Ticket.Source.PORTAL: gettext_lazy("Sent with the form on the portal. It opened this ticket."),
    Ticket.Source.MAIL: gettext_lazy("A new mail that belongs to no earlier ticket. It opened this one."),
    Ticket.Source.AGENT: gettext_lazy("An agent wrote it down for the customer."),
}
_LATER = {
    Ticket.Source.PORTAL: gettext_lazy("Written on the ticket’s page on the portal."),
    Ticket.Source.MAIL: gettext_lazy(
        "An answer by mail, recognized by its references or by the number in its subject."
    ),
    Ticket.Source.AGENT: gettext_lazy("An agent wrote it down for the customer."),
}


def why_sentence(message: Message) -> str:
    """What decided that this message belongs here."""
    if message.is_stranger:
        return _(
            "Somebody who is not part of this ticket answered one of our messages. They see nothing of it, "
            "and the requester stays the same."
        )
    if message.is_automatic:
        return _("Written by a machine. It changed no status, and nothing answers it.")
    known = _FIRST if message.seq == 1 else _LATER
    return str(known.get(Ticket.Source(message.source), "")) if message.source in Ticket.Source.values else ""
