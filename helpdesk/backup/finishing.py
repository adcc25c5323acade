"""What a restored desk gets anew: a lease of its own, an id of its database, its search index."""

from django.db.models import F
from django.db.models.functions import Greatest

from clustering import fence
from clustering.models import Lease
from common import sequences
from common.models import SearchDocument
from helpdesk.backup.errors import BackupError
from helpdesk.backup.progress import Progress
from licensing.services import renew_database_id
from tickets.models import Ticket
from tickets.services import checks

BATCH = 500
INDEXED = frozenset({"ticket"})  # kinds of documents that are made anew here


def new_lease(epoch: int) -> None:
    """Nobody is active; whoever is next has a higher epoch than any row of the backup."""
    Lease.objects.filter(pk=1).update(node=None, epoch=Greatest(F("epoch"), epoch + 1))
    fence.forget()


def new_database_id() -> None:
    """The licence sees that this is another database than the one it was activated on."""
    renew_database_id()
    sequences.forget()


def require_indexers(documents: dict[str, int]) -> None:
    """Raises BackupError when the backup had search documents that nothing here makes."""
    if unknown := sorted(set(documents) - INDEXED):
        raise BackupError(f"This version cannot make the search index of: {', '.join(unknown)}.")


def index(progress: Progress) -> int:
    """Writes the search document of every ticket anew; returns how many."""
    progress.begin("search", Ticket.objects.count(), "ticket")
    SearchDocument.objects.all().delete()
    batch: list[SearchDocument] = []
    count = 0
    for ticket, words in checks.tickets_with_words():
        document = SearchDocument(
            kind="ticket", item_id=ticket.pk, scope=ticket.group_id, at=ticket.updated_at, words=words
        )
        batch.append(document)
        count += 1
        if len(batch) == BATCH:
            SearchDocument.objects.bulk_create(batch)
            progress.step(len(batch))
            batch = []
    SearchDocument.objects.bulk_create(batch)
    progress.step(len(batch))
    return count
