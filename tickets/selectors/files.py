"""Files and messages that are not, or no longer, part of a conversation."""

from collections.abc import Collection

from tickets.models import Attachment, Message, Ticket


def unsent_files(ids: Collection[int], user_id: int) -> list[Attachment]:
    """The person's own uploads that belong to no message."""
    rows = Attachment.objects.filter(
        pk__in=list(ids), uploaded_by=user_id, message__isnull=True, ticket__isnull=True
    )
    return list(rows.order_by("id"))


def undone_ids(ticket: Ticket) -> list[int]:
    """Messages that were taken back: pages that still show them drop them."""
    rows = Message.objects.filter(ticket=ticket, delivery=Message.Delivery.UNDONE)
    return list(rows.values_list("pk", flat=True))


def files_of(message: Message) -> list[Attachment]:
    return list(message.attachments.order_by("id"))
