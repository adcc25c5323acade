"""Requests of desks are answered: on line, or from a file."""

import secrets
import sqlite3
from datetime import UTC, datetime, time, timedelta

from licensing.errors import PaperError
from licensing.licensor.errors import RefusedError
from licensing.licensor.folder import Folder
from licensing.papers import AnswerFacts, KeyFacts, Request, licensor_id, read_key
from licensing.papers.answers import Status

GRACE_DAYS = 30


def answer(folder: Folder, request: Request) -> str:
    """The signed answer: the key is active at this place. Raises RefusedError.

    The same place asked for again keeps its activation.
    """
    key = _key_of(folder, request)
    with folder.rows() as rows:
        sold = _sold(rows, key)
        if sold["revoked_at"]:
            raise RefusedError("revoked", f"Key {key.id} was revoked.")
        _check_dates(key)
        activation = _again(rows, key, request) or _first_time(rows, key, request, sold["places"])
    return _sealed(folder, request, activation, "active")


def confirmation(folder: Folder, request: Request) -> str:
    """The signed word whether the key is still good. Raises RefusedError."""
    key = _key_of(folder, request)
    with folder.rows() as rows:
        status: Status = "revoked" if _sold(rows, key)["revoked_at"] else "active"
        activation = _again(rows, key, request) or ""
    return _sealed(folder, request, activation, status)


def _key_of(folder: Folder, request: Request) -> KeyFacts:
    public = folder.private.public_key()
    try:
        key = read_key(request.key, {licensor_id(public): public.public_bytes_raw()})
    except PaperError as error:
        raise RefusedError("unknown_key", "The key was not issued here.") from error
    if key.id != request.key_id:
        raise RefusedError("bad_request", "The request names another key than it holds.")
    return key


def _sold(rows: sqlite3.Connection, key: KeyFacts) -> sqlite3.Row:
    found: sqlite3.Row | None = rows.execute("SELECT * FROM keys WHERE id = ?", (key.id,)).fetchone()
    if found is None:
        raise RefusedError("unknown_key", f"Key {key.id} is not in the licensor's list.")
    return found


def _check_dates(key: KeyFacts) -> None:
    now = datetime.now(UTC)
    if key.valid_until and now >= datetime.combine(key.valid_until + timedelta(days=1), time(), UTC):
        raise RefusedError("ended", f"Key {key.id} ran out on {key.valid_until}.")


def _again(rows: sqlite3.Connection, key: KeyFacts, request: Request) -> str | None:
    """The activation this place has. With failover a place is the database, whichever server asks."""
    found = rows.execute(
        "SELECT id FROM activations WHERE key_id = ? AND database = ? AND (server = ? OR ?)"
        " AND released_at IS NULL ORDER BY first_at",
        (key.id, request.database, request.server, key.failover),
    ).fetchone()
    if found is None:
        return None
    rows.execute(
        "UPDATE activations SET last_at = ?, version = ?, server = ? WHERE id = ?",
        (datetime.now(UTC).isoformat(), request.version, request.server, found["id"]),
    )
    return str(found["id"])


def _first_time(rows: sqlite3.Connection, key: KeyFacts, request: Request, places: int) -> str:
    count = "SELECT COUNT(*) FROM activations WHERE key_id = ? AND released_at IS NULL"
    if rows.execute(count, (key.id,)).fetchone()[0] >= places:
        raise RefusedError("too_many", f"Key {key.id} is active at {places} places already.")
    made, now = secrets.token_hex(8), datetime.now(UTC).isoformat()
    rows.execute(
        "INSERT INTO activations (id, key_id, database, server, version, first_at, last_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (made, key.id, request.database, request.server, request.version, now, now),
    )
    return made


def _sealed(folder: Folder, request: Request, activation: str, status: Status) -> str:
    facts = AnswerFacts(
        activation=activation,
        key_id=request.key_id,
        status=status,
        nonce=request.nonce,
        database=request.database,
        server=request.server,
        valid_from=datetime.now(UTC).replace(microsecond=0),
        grace_days=GRACE_DAYS,
    )
    return facts.sealed(folder.private)
