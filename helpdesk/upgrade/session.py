"""The session that changes tables: it may be idle in a transaction, and never holds up those who serve."""

from django.db import connection

# A change of a table waits for its lock at most so long: everybody who wants to read waits behind it.
LOCK_SECONDS = 5
_PREPARE = {
    "postgresql": (
        "SET idle_in_transaction_session_timeout = 0",
        f"SET lock_timeout = '{LOCK_SECONDS}s'",
    ),
    # MySQL reads the second part as a comment: it knows no such limit
    "mysql": (
        f"SET SESSION lock_wait_timeout = {LOCK_SECONDS} /*M! , SESSION idle_transaction_timeout = 0 */",
    ),
}


def prepare() -> None:
    """Sets the limits of the default connection for as long as it stays open."""
    with connection.cursor() as cursor:
        for statement in _PREPARE.get(connection.vendor, ()):
            cursor.execute(statement)


def is_lock_timeout(error: Exception) -> bool:
    """Somebody who serves held the table too long: the same change tried again may well get it."""
    cause = error.__cause__
    if connection.vendor == "postgresql":
        return getattr(cause, "sqlstate", None) == "55P03"
    return connection.vendor == "mysql" and bool(error.args) and error.args[0] == 1205
