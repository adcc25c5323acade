"""How many open tickets would lose their home."""

from tickets.models import Ticket


def open_count(group_id: int, agent_id: int = 0) -> int:
    """Open tickets of a group, or of one agent there; counted at most to a thousand."""
    rows = Ticket.objects.filter(shelf=Ticket.Shelf.OPEN, group=group_id)
    if agent_id:
        rows = rows.filter(agent=agent_id)
    return len(rows.values_list("id", flat=True)[:1000])
