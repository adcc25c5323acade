"""A customer's own open tickets that seem to be about the same, to spare them a second one."""

from accounts.models import User
from common.models import SearchDocument
from common.search import words
from tickets.models import Ticket
from tickets.selectors.core import tickets_of_customer

LOOKED_AT, SHOWN = 30, 3
_SHORTEST = 4  # shorter words say little, numbers apart


def _wanted(text: str) -> set[str]:
    tokens = words.tokens(text)
    return {
        words.mark(token) for token in tokens if len(token) >= _SHORTEST or any(c.isdigit() for c in token)
    }


def similar_tickets(user: User, text: str) -> list[Ticket]:
    """Those that have at least half of the words, the best first. At most two statements."""
    wanted = _wanted(text[:1000])
    if not wanted:
        return []
    latest = tickets_of_customer(user).filter(shelf=Ticket.Shelf.OPEN).order_by("-updated_at", "-id")
    near = {ticket.pk: ticket for ticket in latest[:LOOKED_AT]}
    rows = SearchDocument.objects.filter(kind="ticket", item_id__in=list(near)) if near else ()
    held = {row.item_id: wanted & set(row.words.split(" ")) for row in rows}
    if len(held) > 1:
        wanted -= set[str].intersection(*held.values())  # what all of them have tells none from another
    hits = {pk: len(some & wanted) for pk, some in held.items()}
    found = [ticket for pk, ticket in near.items() if wanted and hits.get(pk, 0) * 2 >= len(wanted)]
    return sorted(found, key=lambda ticket: -hits[ticket.pk])[:SHOWN]
