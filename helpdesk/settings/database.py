"""Database connections: SQLite, PostgreSQL or MySQL/MariaDB by DATABASE_URL.

What its query says is added to our own options and replaces none of them.
"""

from typing import Any

from django.core.exceptions import ImproperlyConfigured

from common.database import query
from helpdesk.settings.env import VAR_DIR, env

IDLE_IN_TRANSACTION_SECONDS = env.int("IDLE_IN_TRANSACTION_SECONDS", 4)


def _sqlite(config: dict[str, Any]) -> None:
    config["OPTIONS"] |= {
        # IMMEDIATE takes the write lock at BEGIN: two processes wait for each other instead of failing.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA temp_store=MEMORY; "
            "PRAGMA cache_size=-20000; PRAGMA mmap_size=268435456;"
        ),
    }


def _postgres(config: dict[str, Any]) -> None:
    limit = IDLE_IN_TRANSACTION_SECONDS * 1000
    config["OPTIONS"] |= {"options": f"-c idle_in_transaction_session_timeout={limit} -c timezone=UTC"}
    config["CONN_HEALTH_CHECKS"] = True


def _mysql(config: dict[str, Any]) -> None:
    config["OPTIONS"] |= {
        "charset": "utf8mb4",
        "isolation_level": "read committed",
        # MySQL reads the last part as a comment: it has no such limit
        "init_command": "SET time_zone='+00:00', sql_mode='STRICT_TRANS_TABLES', innodb_lock_wait_timeout=10"
        f" /*M! , idle_transaction_timeout={IDLE_IN_TRANSACTION_SECONDS} */",
    }
    config["ENGINE"] = "common.database.mysql"
    config["CONN_HEALTH_CHECKS"] = True


def _parsed(address: str) -> dict[str, Any]:
    try:
        return dict(env.db_url_config(address))
    except ValueError:  # what it says may be a piece of the password
        raise ImproperlyConfigured(
            "DATABASE_URL cannot be read. In user and password, ? / @ : are written as %3F %2F %40 %3A."
        ) from None


def database() -> dict[str, Any]:
    """The default connection's settings from DATABASE_URL."""
    url: str = env.str("DATABASE_URL", f"sqlite:///{VAR_DIR}/helpdesk.sqlite3")
    address, _, said = url.partition("?")
    config = _parsed(address)
    kind = query.kind(config)
    if kind not in query.KNOWN:
        raise ImproperlyConfigured("DATABASE_URL must begin with postgres://, mysql:// or sqlite:///.")
    config["OPTIONS"] = query.options(kind, query.parse(kind, said))
    config["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", 600)
    config["ATOMIC_REQUESTS"] = False
    if kind == "sqlite3":
        _sqlite(config)
    elif kind == "postgresql":
        _postgres(config)
    else:
        _mysql(config)
    return config
