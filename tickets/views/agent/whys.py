"""Why a message is in this ticket, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mail.registry import known, sentence
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


def _recorded(why: dict[str, str]) -> str:
    """The decision as it was recorded: where the mail belongs, and what kind of mail it is."""
    data = {name: value for name, value in why.items() if name not in ("code", "class")}
    codes = [code for code in (why.get("code", ""), why.get("class", "")) if known(code) and code != "person"]
    return " ".join(sentence(code, data) for code in codes)


def why_sentence(message: Message) -> str:
    """What decided that this message belongs here."""
    recorded = _recorded(message.why)
    if recorded:
        return recorded
    if message.is_stranger:
        return _(
            "Somebody who is not part of this ticket answered one of our messages. They see nothing of it, "
            "and the requester stays the same."
        )
    if message.is_automatic:
        return _("Written by a machine. It changed no status, and nothing answers it.")
    words = _FIRST if message.seq == 1 else _LATER
    return str(words.get(Ticket.Source(message.source), "")) if message.source in Ticket.Source.values else ""
