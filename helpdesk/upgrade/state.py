"""What the database knows, compared with what the code knows."""

from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from clustering.models import SchemaRecord
from clustering.selectors import schema_record
from common.versions import is_older
from helpdesk.upgrade.errors import NewerSchemaError
from helpdesk.upgrade.versions import COMPATIBLE_FROM

SHOWN = 4


@dataclass(frozen=True, slots=True)
class SchemaState:
    """`missing`: the code has them, the database not. `unknown`: the database has them, the code not."""

    missing: tuple[str, ...]
    unknown: tuple[str, ...]
    record: SchemaRecord | None

    @property
    def is_newer(self) -> bool:
        """A newer version has upgraded this database."""
        return bool(self.unknown) or self._is_of_newer

    @property
    def _is_of_newer(self) -> bool:
        return self.record is not None and is_older(settings.VERSION, self.record.version)

    @property
    def is_current(self) -> bool:
        """Nothing is to be done, also on a newer schema that this version works with."""
        if self.missing or self.objection or self.record is None:
            return False
        return self.is_newer or (
            self.record.migrated_at is not None
            and (self.record.version, self.record.compatible_from) == (settings.VERSION, COMPATIBLE_FROM)
        )

    @property
    def objection(self) -> str:
        """Why this version must not work with the database; "" when it may."""
        if not self.is_newer or self._is_compatible:
            return ""
        by, oldest = "a newer version", ""
        if self.record is not None and self._is_of_newer:
            by = f"version {self.record.version}"
            oldest = f" It needs at least {self.record.compatible_from}."
        changes = f" Changes unknown here: {shortened(self.unknown)}." if self.unknown else ""
        return (
            f"The database was upgraded by {by}, and this is {settings.VERSION}.{oldest}{changes}"
            " Install the newer version here, or restore a backup made before the upgrade."
        )

    @property
    def _is_compatible(self) -> bool:
        """A newer version said that this one may go on, and the database has everything this one needs."""
        if self.record is None or not self._is_of_newer or self.missing:
            return False
        return not is_older(settings.VERSION, self.record.compatible_from)

    def require_usable(self) -> None:
        """Raises NewerSchemaError."""
        if text := self.objection:
            raise NewerSchemaError(text)


def shortened(names: tuple[str, ...]) -> str:
    """The first few names."""
    return ", ".join(names[:SHOWN]) + (f" and {len(names) - SHOWN} more" if len(names) > SHOWN else "")


def _unknown(loader: MigrationLoader) -> tuple[str, ...]:
    replaced = {key for squashed in loader.replacements.values() for key in squashed.replaces}
    known = set(loader.disk_migrations) | replaced
    return tuple(f"{app}.{name}" for app, name in sorted(set(loader.applied_migrations) - known))


def read_state() -> SchemaState:
    """The state now; works on an empty database. Raises DatabaseError when the database does not answer."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    missing = tuple(f"{migration.app_label}.{migration.name}" for migration, _ in plan)
    return SchemaState(missing, _unknown(executor.loader), schema_record())
