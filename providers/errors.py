"""What can go wrong with a provider."""


class CallError(Exception):
    """No answer that can be used. `reason` is one of `Call.Reason`, `said` the service's words or ours.

    Never holds what was sent: passwords are among it.
    """

    def __init__(self, reason: str, said: str, *, http_status: int = 0, size: int = 0) -> None:
        super().__init__(f"{reason}: {said[:300]}")
        self.reason, self.said = reason, said[:2000]
        self.http_status, self.size = http_status, size


class NoMethodError(CallError):
    """The service describes no such method."""
