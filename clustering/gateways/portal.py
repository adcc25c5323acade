"""A node asks its own pages whether they are open."""

import http.client
import json
from urllib.parse import urlsplit

SECONDS = 1.0  # a page that takes longer counts as closed
_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - what servers listen on


def is_open(address: str) -> bool:
    """True when the node would get traffic, and its portal answers something else than "come later"."""
    return _ready(address) and _status(address, "/")[0] not in {0, 500, 502, 503, 504}


def _ready(address: str) -> bool:
    status, body = _status(address, "/readyz")
    try:
        return status == 200 and json.loads(body).get("ready") is True
    except (ValueError, AttributeError):
        return False


def _status(address: str, path: str) -> tuple[int, bytes]:
    """0 while nobody answers."""
    parts = urlsplit(address)
    host = _EVERYWHERE.get(parts.hostname or "", parts.hostname or "127.0.0.1")
    connection = http.client.HTTPConnection(host, parts.port or 80, timeout=SECONDS)
    try:
        connection.request("GET", path, headers={"Accept": "text/html"})
        answer = connection.getresponse()
        return answer.status, answer.read(65536)
    except (OSError, http.client.HTTPException):
        return 0, b""
    finally:
        connection.close()
