"""Keys are issued, listed and revoked."""

import secrets
import sqlite3
from dataclasses import replace
from datetime import UTC, date, datetime

from licensing.licensor.errors import RefusedError
from licensing.licensor.folder import Folder
from licensing.papers import Edition, KeyFacts

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that are read as another
PLACES = 3


def _new_id() -> str:
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))


def issue(
    folder: Folder,
    *,
    edition: Edition,
    agents: int,
    customer: str,
    maintenance_until: date | None = None,
    valid_until: date | None = None,
    places: int = PLACES,
) -> KeyFacts:
    """A new key, with its text; it may be active at so many `places`. Raises ValueError."""
    most = edition.most_agents
    if agents < 1 or (most is not None and agents > most):
        raise ValueError(f"{edition.label} has 1 to {most or 'any number of'} agents, not {agents}.")
    if not customer.strip():
        raise ValueError("A key is made for somebody: give the customer's name.")
    with folder.rows() as rows:
        serial = rows.execute("SELECT COALESCE(MAX(serial), 0) + 1 FROM keys").fetchone()[0]
        key = KeyFacts(
            id=_new_id(),
            serial=serial,
            edition=edition,
            agents=agents,
            failover=edition.has_failover,
            customer=customer.strip()[:120],
            maintenance_until=maintenance_until,
            valid_until=valid_until,
            issued_at=datetime.now(UTC).replace(microsecond=0),
        )
        text = key.sealed(folder.private)
        rows.execute(
            "INSERT INTO keys (id, serial, text, customer, edition, agents, places, issued_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (key.id, serial, text, key.customer, edition.value, agents, places, key.issued_at.isoformat()),
        )
    return replace(key, text=text)


def revoke(folder: Folder, key_id: str, why: str = "") -> None:
    """Desks that ask on line hear of it within a day. Raises RefusedError."""
    with folder.rows() as rows:
        done = rows.execute(
            "UPDATE keys SET revoked_at = ?, revoked_why = ? WHERE id = ?",
            (datetime.now(UTC).isoformat(), why[:200], key_id),
        )
        if not done.rowcount:
            raise RefusedError("unknown_key", f"No key {key_id} was issued from {folder.path}.")


def release(folder: Folder, activation: str) -> None:
    """This place counts no more, so that the key may be activated at another one. Raises RefusedError."""
    with folder.rows() as rows:
        done = rows.execute(
            "UPDATE activations SET released_at = ? WHERE id = ? AND released_at IS NULL",
            (datetime.now(UTC).isoformat(), activation),
        )
        if not done.rowcount:
            raise RefusedError("unknown_key", f"No activation {activation} counts at present.")


def issued(folder: Folder) -> list[sqlite3.Row]:
    """All keys, the oldest first, with the number of places where each is active."""
    counted = (
        "SELECT k.*, (SELECT COUNT(*) FROM activations a WHERE a.key_id = k.id AND a.released_at IS NULL)"
        " AS active FROM keys k ORDER BY serial"
    )
    with folder.rows() as rows:
        return rows.execute(counted).fetchall()


def activations(folder: Folder, key_id: str) -> list[sqlite3.Row]:
    """Where a key is or was active, the oldest first."""
    with folder.rows() as rows:
        wanted = "SELECT * FROM activations WHERE key_id = ? ORDER BY first_at"
        return rows.execute(wanted, (key_id,)).fetchall()
