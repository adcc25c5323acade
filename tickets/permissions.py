"""Permissions of tickets, and what may be done with one."""

from django.utils.translation import gettext_lazy as _

from common import options
from common.permissions import declare
from tickets.models import Status, Ticket

_AGENTS = ("agent", "manager", "administrator")
REPLY = declare("ticket.reply", _("Reply to customers"), defaults=_AGENTS)
COMMENT = declare("ticket.comment", _("Write internal comments"), defaults=_AGENTS)
ASSIGN = declare("ticket.assign", _("Assign tickets"), defaults=_AGENTS)
TRANSFER = declare("ticket.transfer", _("Transfer tickets to other groups"), defaults=_AGENTS)
CLOSE = declare("ticket.close", _("Close and reopen tickets"), defaults=_AGENTS)
EDIT = declare("ticket.edit", _("Change status, priority, subject and tags"), defaults=_AGENTS)
DELETE = declare("ticket.delete", _("Delete and restore tickets"), defaults=("manager", "administrator"))
SPAM = declare("ticket.spam", _("Mark tickets as spam"), defaults=_AGENTS)
CREATE = declare("ticket.create", _("Open tickets for customers"), defaults=_AGENTS)
LOG_TIME = declare("ticket.time", _("Log time on tickets"), defaults=_AGENTS)
EDIT_TIME = declare(
    "ticket.time_all", _("Change time that others logged"), defaults=("manager", "administrator")
)
SUBMIT = declare("portal.submit", _("Open tickets on the portal"), defaults=("everyone",))

CUSTOMERS_MAY_CLOSE = options.declare("portal.customers_may_close", True)


def accepts_customer(ticket: Ticket) -> bool:
    """May a customer still write?"""
    return ticket.status != Status.LOCKED and ticket.shelf in (Ticket.Shelf.OPEN, Ticket.Shelf.CLOSED)
