"""Migrations by name: what a database has, what the code knows, and the way between them."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from helpdesk import upgrade
from helpdesk.backup.errors import BackupError

Names = dict[str, list[str]]
Told = Callable[..., Any]


def applied(source: BaseDatabaseWrapper) -> Names:
    """The migrations that this database has, by app."""
    found: Names = {}
    for app, name in sorted(MigrationRecorder(source).applied_migrations()):
        found.setdefault(app, []).append(name)
    return found


def require_current() -> None:
    """A backup is made of a database as this version of the product has it. Raises BackupError."""
    executor = MigrationExecutor(connection)
    known, had = set(executor.loader.disk_migrations or {}), set(executor.loader.applied_migrations or {})
    if extra := sorted(had - known):
        raise BackupError(f"The database is of a newer version ({_few(extra)}). Update the program first.")
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        missing = [(migration.app_label, migration.name) for migration, _ in plan]
        raise BackupError(f"The database is not up to date ({_few(missing)}). Run: manage.py upgrade")


def require_known(names: Names) -> None:
    """Raises BackupError when the backup is of a newer version than this program."""
    loader = MigrationExecutor(connection).loader
    known = set(loader.disk_migrations or {})
    unknown = sorted((app, name) for app in names for name in names[app] if (app, name) not in known)
    if unknown:
        raise BackupError(
            f"The backup comes from a newer version of the product (it has {_few(unknown)})."
            " Update the program, then restore."
        )


def make(names: Names, told: Told | None = None) -> None:
    """The tables as they were where the backup was made, in a database without tables."""
    executor = MigrationExecutor(connection, told)
    had = {(app, name) for app in names for name in names[app]}
    graph = executor.loader.graph
    followed = {
        parent.key for key in had for parent in graph.node_map[key].parents if parent.key[0] == key[0]
    }
    executor.migrate(sorted(had - followed))


def bring_up_to_date() -> None:
    """From the backup's version to this program's. Raises BackupError."""
    try:
        upgrade.run(lambda _text: None)
    except upgrade.UpgradeError as error:
        raise BackupError(str(error)) from error


def _few(names: list[tuple[str, str]]) -> str:
    told = ", ".join(f"{app}.{name}" for app, name in names[:4])
    return told + (" …" if len(names) > 4 else "")
