from typing import Literal

Reason = Literal["bad_url", "forbidden", "unreachable", "tls", "timeout", "too_big", "redirects", "garbage"]


class OutgoingError(Exception):
    """A call to a server outside failed on the way. `permanent`: the same call will fail again.

    `reason`: bad_url (no http address), forbidden (its network may not be reached), unreachable (no such
    name, connection refused or lost), tls, timeout, too_big, redirects (too many of them), garbage (no HTTP).
    """

    def __init__(self, reason: Reason, message: str, *, is_sent: bool = True) -> None:
        super().__init__(message)
        self.reason: Reason = reason
        self.is_sent = is_sent and not self.permanent  # False: the server surely never saw the request

    @property
    def permanent(self) -> bool:
        return self.reason in {"bad_url", "forbidden"}
