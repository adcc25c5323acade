"""What can go wrong with a provider."""


class CallError(Exception):
    """No answer that can be used. `reason` is one of `Call.Reason`, `said` the service's words or ours.

    Never holds what was sent: passwords are among it. `is_sent`: the service may have seen the call.
    """

    def __init__(
        self, reason: str, said: str, *, http_status: int = 0, size: int = 0, is_sent: bool = True
    ) -> None:
        super().__init__(f"{reason}: {said[:300]}")
        self.is_sent = is_sent
        self.reason, self.said = reason, said[:2000]
        self.http_status, self.size = http_status, size


class NoMethodError(CallError):
    """The service describes no such method."""
