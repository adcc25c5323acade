"""One call over the wire: sent once, never repeated, answered within its time and size."""

from dataclasses import dataclass

from providers.errors import CallError
from providers.gateways.description import Service
from providers.gateways.http import post
from providers.gateways.reading import call_url
from providers.parsing import Parsed, parse_answer

MAX_ANSWER = 1024 * 1024
_DOWN = frozenset({502, 503, 504})


@dataclass(frozen=True, slots=True)
class Reply:
    """The typed answer, and what the log says about how it came."""

    parsed: Parsed
    soap_version: str
    http_status: int
    size: int


def send(
    service: Service, url: str, method: str, variables: list[str], *, soap_version: str, seconds: float
) -> Reply:
    """Raises CallError. The service may have had the call all the same."""
    message = service.message(method, variables, soap_version)
    address = call_url(url, service.address(method, message.soap_version))
    reply = post(address, message.body, message.headers, seconds=seconds, limit=MAX_ANSWER)
    if reply.status in _DOWN and b"Envelope" not in reply.body:
        raise CallError("unreachable", f"HTTP {reply.status}", http_status=reply.status, size=len(reply.body))
    try:
        parsed = parse_answer(reply.body, method)
    except CallError as error:
        said = error.said if reply.status in {200, 500} else f"HTTP {reply.status}. {error.said}"
        raise type(error)(error.reason, said, http_status=reply.status, size=len(reply.body)) from None
    return Reply(parsed, message.soap_version, reply.status, len(reply.body))
