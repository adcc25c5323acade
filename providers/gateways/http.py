"""HTTP to a provider, through the guard that all calls to the outside share."""

from dataclasses import dataclass

from common import outgoing
from providers.errors import CallError

_REASONS = {"timeout": "timeout", "too_big": "too_big", "garbage": "garbage"}


@dataclass(frozen=True, slots=True)
class HttpReply:
    status: int
    body: bytes


def fetch(url: str, *, seconds: float, limit: int) -> HttpReply:
    """GET. Raises CallError: timeout, too_big, garbage, unreachable."""
    return _send("GET", url, seconds=seconds, limit=limit)


def post(url: str, body: bytes, headers: dict[str, str], *, seconds: float, limit: int) -> HttpReply:
    """POST, once; a redirect is not followed, it would lose the body. Raises CallError as `fetch`."""
    return _send("POST", url, body, headers, seconds=seconds, limit=limit)


def _send(
    verb: str,
    url: str,
    body: bytes | None = None,
    headers: dict[str, str] | None = None,
    *,
    seconds: float,
    limit: int,
) -> HttpReply:
    limits = outgoing.Limits(seconds=seconds, size=limit)
    try:
        with outgoing.session(limits) as http:
            response = http.request(verb, url, data=body, headers=headers, allow_redirects=verb == "GET")
            return HttpReply(response.status_code, response.content)
    except outgoing.OutgoingError as error:
        # not chained: what `requests` raised holds the request, and that the password
        reason = _REASONS.get(error.reason, "unreachable")
        raise CallError(reason, str(error), is_sent=error.is_sent) from None
