"""One signed call of a web hook."""

import hashlib
import hmac
import time
from collections.abc import Mapping
from dataclasses import dataclass

from common import outgoing
from common.outgoing import Limits, OutgoingError

SIGNATURE, TIMESTAMP, KEY, EVENT = "X-Signature", "X-Timestamp", "X-Delivery", "X-Event"
LIMITS = Limits(seconds=10, size=64 * 1024, redirects=1, user_agent="helpdesk-hook")
EXCERPT = 2000
_OURS = {"host", "content-length", "content-type", "connection", "transfer-encoding", "accept-encoding"} | {
    name.lower() for name in (SIGNATURE, TIMESTAMP, KEY, EVENT)
}


@dataclass(frozen=True, slots=True)
class HookAnswer:
    """`code` 0: none came, and `error` says why; `permanent`: the same call will fail again."""

    code: int
    ms: int
    body: str = ""
    error: str = ""
    permanent: bool = False

    @property
    def is_good(self) -> bool:
        return 200 <= self.code < 300


def signature(secret: str, timestamp: int, body: bytes) -> str:
    """Over the time and the body: an old call cannot be sent again as a new one."""
    signed = f"{timestamp}.".encode() + body
    return "sha256=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def call(
    url: str, secret: str, body: bytes, *, key: str, event_id: int, headers: Mapping[str, str], at: int
) -> HookAnswer:
    """POSTs the body. A redirect is an answer that is not followed: it would lose the body."""
    own = {name: value for name, value in headers.items() if name.lower() not in _OURS}
    sent = own | {
        "Content-Type": "application/json",
        SIGNATURE: signature(secret, at, body),
        TIMESTAMP: str(at),
        KEY: key,
        EVENT: str(event_id),
    }
    started = time.monotonic()
    try:
        with outgoing.session(LIMITS, headers=sent) as http:
            answer = http.post(url, data=body, allow_redirects=False)
    except OutgoingError as error:
        return HookAnswer(0, _ms(started), error=str(error), permanent=error.permanent)
    text = answer.content[: EXCERPT * 4].decode("utf-8", "replace")[:EXCERPT]
    return HookAnswer(answer.status_code, _ms(started), text.replace("\x00", ""))


def _ms(started: float) -> int:
    return round(1000 * (time.monotonic() - started))
