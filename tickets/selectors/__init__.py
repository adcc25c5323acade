from tickets.selectors.core import (
    attachment_for,
    message_for,
    messages,
    public_attachment,
    ticket_for,
    ticket_for_customer,
    tickets_of,
    tickets_of_customer,
)
from tickets.selectors.history import HistoryLine, history
from tickets.selectors.links import (
    LinkExpiredError,
    agent_link,
    guest_link,
    guest_token,
    portal_link,
    takes_part,
    ticket_for_link,
)

__all__ = [
    "HistoryLine",
    "LinkExpiredError",
    "agent_link",
    "attachment_for",
    "guest_link",
    "guest_token",
    "history",
    "message_for",
    "messages",
    "portal_link",
    "public_attachment",
    "takes_part",
    "ticket_for",
    "ticket_for_customer",
    "ticket_for_link",
    "tickets_of",
    "tickets_of_customer",
]
