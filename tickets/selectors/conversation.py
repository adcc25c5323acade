"""The conversation as the workspace shows it: what a message needs to be drawn, and no more."""

from tickets.models import Message, Ticket

_COLUMNS = (
    "seq",
    "kind",
    "by_agent",
    "author_id",
    "author_name",
    "author_email",
    "html",
    "quoted_html",
    "to",
    "created_at",
    "source",
    "is_stranger",
    "is_automatic",
    "why",
    "delivery",
    "delivery_error",
    "send_after",
)


def conversation(ticket: Ticket) -> list[Message]:
    """All that was written and not taken back, with the files. Two SQL statements; the caller has fetched the
    ticket for its viewer."""
    rows = Message.objects.filter(ticket=ticket).exclude(delivery=Message.Delivery.UNDONE)
    return list(rows.only(*_COLUMNS).prefetch_related("attachments").order_by("seq"))
