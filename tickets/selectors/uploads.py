"""Files that wait for their message."""

from tickets.models import Attachment


def waiting_uploads(ids: tuple[int, ...]) -> list[Attachment]:
    """Those of `ids` that belong to no message yet. The door has opened their signed tokens."""
    if not ids:
        return []
    rows = Attachment.objects.filter(pk__in=ids, message__isnull=True, ticket__isnull=True)
    return list(rows.order_by("id"))
