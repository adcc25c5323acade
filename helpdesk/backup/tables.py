"""Which tables are in a backup: those of all models, without the ones that are named here."""

from dataclasses import dataclass

from django.apps import apps
from django.db import models

from helpdesk.backup.columns import Column, column

LEFT_OUT = {
    "sessions.Session": "who is signed in; people sign in again",
    "accounts.SignIn": "the browsers of those sessions",
    "contenttypes.ContentType": "made by every installation; what points to them travels by name",
    "auth.Permission": "made by every installation; what points to them travels by name",
    "common.SearchDocument": "made anew from the tickets",
    "common.SignalRow": "wake-ups of open pages, minutes old",
    "common.ThrottleRow": "hits within minutes",
    "tickets.Presence": "who looks at what at this moment",
    "clustering.Lease": "a restored desk begins with a lease of its own, under a higher epoch",
    "clustering.Node": "servers announce themselves when they start",
    "clustering.RefusedWrite": "belongs to the servers",
    "clustering.WebMember": "belongs to the servers",
    "clustering.ThreadRun": "claims of running processes",
    "clustering.SchemaRecord": "written by the upgrade of the restored database",
    "clustering.Practice": "belongs to the servers",
}
# Tables that are no models: Django's book of migrations, the notes of an upgrade, SQLite's full-text index.
RAW = frozenset(
    {
        "django_migrations",
        "helpdesk_upgrade_step",
        "search_fts",
        "search_fts_config",
        "search_fts_content",
        "search_fts_data",
        "search_fts_docsize",
        "search_fts_idx",
    }
)


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it is read and written: `key` is its first column, by which it is walked."""

    name: str
    columns: tuple[Column, ...]

    @property
    def key(self) -> str:
        return self.columns[0].name


def saved_models() -> list[type[models.Model]]:
    """Every model whose rows are in a backup, many-to-many tables too."""
    found = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    return [model for model in found if not model._meta.proxy and model._meta.label not in LEFT_OUT]


def table(model: type[models.Model]) -> Table:
    """The table of a model, its primary key first."""
    key = model._meta.pk
    fields = [key, *(field for field in model._meta.local_concrete_fields if field is not key)]
    return Table(model._meta.db_table, tuple(map(column, fields)))


def tables() -> list[Table]:
    """What a backup holds now, by name."""
    return sorted(map(table, saved_models()), key=lambda one: one.name)
