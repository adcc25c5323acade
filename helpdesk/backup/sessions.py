"""Database sessions for long reads and writes: without the limits that hold for requests, one moment seen."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

_BEGIN = {
    # the first read takes the snapshot; writers go on beside it (WAL)
    "sqlite": ["BEGIN", "SELECT 1 FROM django_migrations LIMIT 1"],
    "postgresql": ["BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", "SELECT 1"],
    "mysql": [
        "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ",
        "START TRANSACTION WITH CONSISTENT SNAPSHOT",
    ],
}


def lift_limits(connection: BaseDatabaseWrapper) -> None:
    """This session may be idle inside a transaction, and a statement may take long."""
    statements: list[str] = []
    if connection.vendor == "postgresql":
        statements = ["SET idle_in_transaction_session_timeout = 0", "SET statement_timeout = 0"]
    elif getattr(connection, "mysql_is_mariadb", False):
        statements = ["SET idle_transaction_timeout = 0", "SET max_statement_time = 0"]
    elif connection.vendor == "mysql":
        # the catalogue's numbers as they are, not as they were a day ago
        statements = ["SET information_schema_stats_expiry = 0"]
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@contextmanager
def snapshot(alias: str = DEFAULT_DB_ALIAS) -> Iterator[BaseDatabaseWrapper]:
    """A connection of its own that sees the database as it is now, until the block ends."""
    connection = connections.create_connection(alias)
    try:
        connection.ensure_connection()
        lift_limits(connection)
        with connection.cursor() as cursor:
            for statement in _BEGIN[connection.vendor]:
                cursor.execute(statement)
                if statement.startswith("SELECT"):
                    cursor.fetchall()
        yield connection
        with connection.cursor() as cursor:
            cursor.execute("ROLLBACK")
    finally:
        connection.close()
