"""Adding a part to a conversation, under the ticket's lock: the sequence has no gaps."""

from typing import Any

from django.utils.translation import gettext as _

from common import files, search
from common.html import snippet
from common.realtime import signal
from tickets.errors import AlreadyUsedError
from tickets.models import Attachment, Message
from tickets.services.change import Change
from tickets.services.content import Content, NewFile


def add_part(change: Change, content: Content, *, new_words: bool = True, **fields: Any) -> Message:
    """Writes the message and the ticket's columns that follow from it."""
    ticket = change.ticket
    change.set(last_seq=ticket.last_seq + 1)
    message = Message.objects.create(
        ticket=ticket,
        seq=ticket.last_seq,
        html=content.html,
        text=content.text,
        quoted_html=content.quoted_html,
        created_at=change.now,
        **fields,
    )
    if message.kind == Message.Kind.MESSAGE and not message.is_automatic:
        change.set(snippet=snippet(content.text), last_by_agent=message.by_agent)
    if new_words:
        search.append(
            "ticket",
            ticket.pk,
            scope=ticket.group_id,
            at=change.now,
            texts=[content.text, message.author_name, message.author_email],
        )
    signal(f"ticket:{ticket.pk}", "message", {"seq": message.seq})
    if message.kind == Message.Kind.MESSAGE:
        signal(f"public:{ticket.pk}", "public")  # the customer's page hears of what the customer may see only
    return message


def attach_uploads(message: Message, ids: tuple[int, ...]) -> int:
    """Gives uploaded files to the message; the door has opened their signed tokens (services.uploads).

    Raises AlreadyUsedError for one that is used or gone.
    """
    if not ids:
        return 0
    free = Attachment.objects.filter(pk__in=ids, message__isnull=True, ticket__isnull=True)
    count = free.update(message=message, ticket=message.ticket)
    if count != len(set(ids)):
        raise AlreadyUsedError(_("A file was already sent or removed. Reload the page and choose it again."))
    return count


def attach_files(message: Message, new: tuple[NewFile, ...]) -> int:
    """Stores files that came with the message itself."""
    rows = [
        Attachment(
            ticket=message.ticket,
            message=message,
            blob=files.store(file.content),
            name=files.clean_name(file.name),
            content_type=files.sniff(file.content[:8192], file.name),
            size=len(file.content),
            content_id=file.content_id[:255],
        )
        for file in new
    ]
    Attachment.objects.bulk_create(rows)
    return len(rows)
