"""Where a backup is restored to: an empty database, one fresh from its migrations, or a half restored one."""

from datetime import timedelta

from django.db import connection
from django.db.migrations.exceptions import NodeNotFoundError
from django.db.migrations.executor import MigrationExecutor

from accounts.models import User
from common.clock import database_now
from helpdesk.backup import marker
from helpdesk.backup.encoding import moment
from helpdesk.backup.errors import BackupError
from helpdesk.backup.tables import RAW

# Tables that people fill, and what of them every new desk has.
SIGNS = {
    "accounts_user": f" WHERE id <> {User.QUEUE_ID}",
    "organization_brand": "",
    "organization_department": "",
    "mail_mailaccount": "",
    "tickets_ticket": "",
    "common_blob": "",
}
QUIET = timedelta(seconds=20)


def require_empty() -> None:
    """Raises BackupError when something would be lost, or somebody is at work there."""
    names = set(connection.introspection.table_names())
    strangers = sorted(names - _known_tables())
    if strangers:
        raise BackupError(
            f"The database holds tables that are not the desk's ({', '.join(strangers[:5])})."
            " Restore into a database of its own."
        )
    _require_quiet(names)
    if marker.TABLE in names:
        return
    filled = [f"{name}: {rows}" for name in SIGNS if name in names and (rows := _rows(name))]
    if filled:
        raise BackupError(
            f"The database is not empty ({', '.join(filled)} rows). A restore never replaces a desk:"
            " give it a new, empty database (DATABASE_URL)."
        )


def wipe() -> None:
    """Drops the desk's tables, so that they can be made as they were. Only after `require_empty`."""
    names = [name for name in connection.introspection.table_names() if name != marker.TABLE]
    quote, drop = connection.ops.quote_name, "DROP TABLE IF EXISTS {}"
    names.sort(key=lambda name: name != "search_fts")  # it takes its own parts with it
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            drop += " CASCADE"
        elif connection.vendor == "mysql":
            cursor.execute("SET foreign_key_checks = 0")
        else:
            cursor.execute("PRAGMA foreign_keys = OFF")
            names = [name for name in names if not name.startswith("search_fts_")]
        for name in names:
            cursor.execute(drop.format(quote(name)))
        if connection.vendor == "mysql":
            cursor.execute("SET foreign_key_checks = 1")
        elif connection.vendor == "sqlite":
            cursor.execute("PRAGMA foreign_keys = ON")


def _known_tables() -> set[str]:
    """The tables of every model in every version that this program knows."""
    known = {*RAW, marker.TABLE}
    loader = MigrationExecutor(connection).loader
    had = [key for key in loader.applied_migrations or {} if key in loader.graph.nodes]
    for nodes in (had, loader.graph.leaf_nodes()):
        try:
            apps = loader.project_state(nodes).apps
        except NodeNotFoundError:
            continue
        known |= {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    return known


def _rows(name: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(name)}{SIGNS[name]}")  # noqa: S608
        return int(cursor.fetchone()[0])


def _require_quiet(names: set[str]) -> None:
    if "clustering_node" not in names:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT MAX(heartbeat_at) FROM clustering_node")
        last = cursor.fetchone()[0]
    if last and moment(last) > moment(database_now() - QUIET):
        raise BackupError("A server works on this database. Stop all of its servers first.")
