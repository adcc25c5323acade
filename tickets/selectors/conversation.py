"""The conversation as the workspace shows it: what a message needs to be drawn, and no more."""

from tickets.models import Attachment, Message, Ticket

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


def conversation(ticket: Ticket, files: dict[int, list[Attachment]]) -> list[Message]:
    """All that was written and not taken back, with its files of `files`. One SQL statement; the caller has
    fetched the ticket for its viewer."""
    rows = Message.objects.filter(ticket=ticket).exclude(delivery=Message.Delivery.UNDONE)
    found = list(rows.only(*_COLUMNS).order_by("seq"))
    for message in found:
        message._prefetched_objects_cache = {"attachments": files.get(message.pk, [])}  # type: ignore[attr-defined]
    return found
