"""Background threads of tickets: tidying."""

from clustering.threads import background_thread
from tickets.services import desk, uploads


@background_thread("tickets.tidy", every=300)
def tidy() -> None:
    """Forgets presence of closed pages, old notifications, and uploads whose form was never sent."""
    desk.prune_desk()
    uploads.prune_uploads()
