"""Whether an open connection is encrypted, asked of the server."""

from collections.abc import Callable, Sequence
from typing import Any

QUERIES = {
    "postgresql": "SELECT 'ssl', version FROM pg_stat_ssl WHERE pid = pg_backend_pid() AND ssl",
    "mysql": "SHOW SESSION STATUS LIKE 'Ssl_version'",
}


def used(vendor: str, ask: Callable[[str], Sequence[Sequence[Any]]]) -> str:
    """The protocol, "TLS 1.3"; "" when it is not encrypted."""
    rows = ask(QUERIES[vendor])
    return str(rows[0][1] or "").replace("TLSv", "TLS ") if rows else ""
