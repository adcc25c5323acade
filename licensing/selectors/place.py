"""The fingerprint of server and database: what an activation belongs to.

The database's is made of an id that is a row in it (a restored backup gets a new one) and, where the engine
has one, a mark of its birth that a dump does not take along. The server's is made of the machine's id, of
which only a hash leaves.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection

from licensing.models import StoredLicense

_MACHINE = (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id"))
_MAY_READ = "SELECT has_function_privilege('pg_control_system()', 'execute')"
_BIRTH = {
    "postgresql": "SELECT system_identifier::text || '.' || (SELECT oid FROM pg_database"
    " WHERE datname = current_database()) FROM pg_control_system()",
    "mysql": "SHOW VARIABLES WHERE Variable_name = 'server_uuid'",
}


@dataclass(frozen=True, slots=True)
class Place:
    """16 hexadecimal digits each."""

    database: str
    server: str

    @property
    def text(self) -> str:
        """As people compare it: the beginnings, in groups."""
        return " · ".join(f"{part[:4]} {part[4:8]}".upper() for part in (self.database, self.server))


def _short(*parts: str) -> str:
    return hashlib.sha256("|".join(("helpdesk-licence", *parts)).encode()).hexdigest()[:16]


def _machine() -> str:
    """The machine's id; the node's name where there is none, as in containers."""
    for path in _MACHINE:
        try:
            found = path.read_text().strip()
        except OSError:
            continue
        if found and found != "uninitialized":
            return found
    return str(settings.NODE_NAME)


def _birth() -> str:
    """What only this database has, and no copy of it; "" where the engine tells nothing of the kind."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_MAY_READ)
            if not cursor.fetchone()[0]:
                return ""
        if connection.vendor not in _BIRTH:
            return ""
        cursor.execute(_BIRTH[connection.vendor])
        row = cursor.fetchone()
    return str(row[-1]) if row else ""


def this_server() -> str:
    """Of the machine of this process."""
    return _short("server", _machine())


def place(row: StoredLicense) -> Place:
    """Where the node of this process works: a web member may be on another machine than its node."""
    name = Path(str(connection.settings_dict["NAME"])).name
    database = _short("database", connection.vendor, name, row.database_id, _birth())
    return Place(database, (row.server if settings.IS_WEB_MEMBER else "") or this_server())
