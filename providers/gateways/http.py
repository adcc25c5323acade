"""HTTP to a provider: limits on time and size, nothing inside a transaction, connections closed."""

import time
from dataclasses import dataclass

import requests

from common.unit import assert_no_transaction
from providers.errors import CallError

_CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class HttpReply:
    status: int
    body: bytes


def fetch(url: str, *, seconds: float, limit: int) -> HttpReply:
    """GET. Raises CallError: timeout, too_big, unreachable."""
    return _send("GET", url, seconds=seconds, limit=limit, redirects=True)


def post(url: str, body: bytes, headers: dict[str, str], *, seconds: float, limit: int) -> HttpReply:
    """POST, once. Raises CallError: timeout, too_big, unreachable."""
    return _send("POST", url, body, headers, seconds=seconds, limit=limit)


def _send(
    verb: str,
    url: str,
    body: bytes | None = None,
    headers: dict[str, str] | None = None,
    *,
    seconds: float,
    limit: int,
    redirects: bool = False,
) -> HttpReply:
    assert_no_transaction()
    deadline = time.monotonic() + seconds
    with requests.Session() as session:
        session.trust_env = False
        with session.request(
            verb, url, data=body, headers=headers, timeout=seconds, stream=True, allow_redirects=redirects
        ) as response:
            return HttpReply(response.status_code, _read(response, deadline, limit))


def _read(response: requests.Response, deadline: float, limit: int) -> bytes:
    parts, size = [], 0
    for chunk in response.iter_content(_CHUNK):
        size += len(chunk)
        if size > limit:
            raise CallError("too_big", "too big")
        if time.monotonic() > deadline:
            raise CallError("timeout", "time is over")
        parts.append(chunk)
    return b"".join(parts)
