"""The record of upgrades. Not fenced: a passive node may upgrade the database while another one serves."""

from clustering.models import SchemaRecord
from common.clock import database_now
from common.unit import write_unfenced


@write_unfenced
def begin_upgrade(*, version: str, compatible_from: str) -> None:
    """From now on the schema is that of `version`; whoever is older than `compatible_from` must not start."""
    values = {"version": version, "compatible_from": compatible_from, "migrated_at": None}
    SchemaRecord.objects.update_or_create(pk=1, defaults=values)


@write_unfenced
def end_upgrade() -> None:
    """All of it is done."""
    SchemaRecord.objects.filter(pk=1).update(migrated_at=database_now())
