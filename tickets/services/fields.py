"""Custom fields of a ticket: what they hold, and which of them closing waits for."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common import search
from common.actor import Actor
from common.unit import write
from customfields.services import save, searchable
from tickets.errors import ClosingRefusedError
from tickets.models import Ticket, TicketValue
from tickets.selectors.asked import missing_to_close
from tickets.services.change import changing


def give(ticket: Ticket, values: Mapping[int, Any], *, actor: Actor) -> list[str]:
    """Values of a ticket that is being opened, without a word in the history; returns what search finds."""
    return searchable(save(TicketValue, ticket, values, actor=actor)) if values else []


@write
def set_fields(ticket: Ticket, *, actor: Actor, values: Mapping[int, Any]) -> Ticket:
    """Values by field id; None takes one away, and what is not named stays."""
    with changing(ticket, actor) as change:
        changes = save(TicketValue, change.ticket, values, actor=actor, item_kind="ticket")
        if words := searchable(changes):
            search.append("ticket", ticket.pk, scope=change.ticket.group_id, at=change.now, texts=words)
    return ticket


def check_closing(ticket: Ticket) -> None:
    """Raises ClosingRefusedError that names the fields which have to be filled in before."""
    if reason := why_not_close(ticket):
        raise ClosingRefusedError(reason)


def why_not_close(ticket: Ticket) -> str:
    """A sentence, or "" when nothing is missing."""
    missing = missing_to_close(ticket)
    if not missing:
        return ""
    said = ngettext(
        "Not closed: %(fields)s is still to be filled in.",
        "Not closed: %(fields)s are still to be filled in.",
        len(missing),
    )
    return said % {"fields": _(" and ").join(filter(None, [", ".join(missing[:-1]), missing[-1]]))}
