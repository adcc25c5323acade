"""The key is taken away; a restored database becomes another one."""

import secrets

from common.actor import Actor
from common.unit import write, write_unfenced
from licensing.errors import PaperError
from licensing.models import StoredLicense
from licensing.selectors.license import papers_of
from licensing.services.noting import note


@write
def remove_key(*, actor: Actor) -> None:
    """Back to one agent; whoever works goes on."""
    row = StoredLicense.objects.select_for_update().get(pk=StoredLicense.ROW)
    if not row.key:
        return
    try:
        name = papers_of(row)[0].id
    except PaperError:
        name = ""
    StoredLicense.objects.filter(pk=row.pk).update(
        key="", answer="", way="", grace_reason="", grace_since=None, activated_at=None, confirmed_at=None
    )
    note("removed", actor, key=name)


@write_unfenced
def renew_database_id() -> None:
    """For whoever fills a database from a backup: it is another one now, and asks to be activated again."""
    StoredLicense.objects.filter(pk=StoredLicense.ROW).update(database_id=secrets.token_hex(16))
