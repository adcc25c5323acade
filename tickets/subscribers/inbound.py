"""Mail becomes tickets: the handler that `mail` calls, and the reasons it may give."""

from django.utils.translation import gettext_lazy as _

from mail import registry
from tickets.services import inbound, mailing, sending

registry.inbound_handler(inbound.handle, prepare=inbound.prepare)
registry.delivery_listener(mailing.OWNER, sending.delivered)

registry.reason("joined.own_id", _("It answers a message that this desk sent for %(number)s."))
registry.reason(
    "joined.own_id.stranger",
    _("It answers a message of %(number)s, but its sender is not part of that ticket: shown, nothing more."),
)
registry.reason("joined.known_id", _("It answers a mail that is already in %(number)s."))
registry.reason(
    "joined.known_id.stranger",
    _("It answers a mail of %(number)s, but its sender is not part of that ticket: shown, nothing more."),
)
registry.reason("joined.report", _("It reports on a message that this desk sent for %(number)s."))
registry.reason("joined.number", _("Its subject names %(number)s, and its sender is part of that ticket."))
registry.reason("joined.agent", _("An agent wrote it; it was added to %(number)s as an internal comment."))
registry.reason("new.first", _("It answers nothing that is known here, so it opened a ticket."))
registry.reason("new.no_sender", _("It says nobody who could be answered; it opened a ticket all the same."))
registry.reason(
    "new.strange_number",
    _("Its subject names %(number)s, but its sender is not part of that ticket, so it opened a new one."),
)
registry.reason(
    "refused.locked", _("%(number)s is closed and locked; the sender was told to open a new ticket.")
)
registry.reason(
    "refused.provider",
    _("The ticket provider allows no ticket for it: “%(said)s” A machine sent it, which was told nothing."),
)
registry.reason(
    "refused.provider.told",
    _("The ticket provider allows no ticket for it; the sender was told by mail: “%(said)s”"),
)
registry.reason("ignored.loop", _("It came from this desk itself: answering would never end."))
registry.reason("ignored.no_ticket", _("An automatic mail (%(kind)s) that belongs to no ticket."))
registry.reason("ignored.duplicate", _("The same mail came through another address before."))
