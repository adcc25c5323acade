"""The program's migrations beside those that the database has."""

from dataclasses import dataclass

from django.db import connection
from django.db.migrations.loader import MigrationLoader


@dataclass(frozen=True, slots=True)
class Difference:
    """`missing` has the program and not the database, `unknown` the other way round."""

    missing: list[str]
    unknown: list[str]


def difference() -> Difference:
    """One SQL statement."""
    loader = MigrationLoader(connection)
    mine, applied = set(loader.graph.nodes), set(loader.applied_migrations)
    labels = loader.migrated_apps
    return Difference(
        missing=sorted(f"{app}.{name}" for app, name in mine - applied),
        unknown=sorted(f"{app}.{name}" for app, name in applied - mine if app in labels),
    )
