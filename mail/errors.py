"""What can go wrong with mail."""

from typing import Any

from common.checks import StepError


class Refuse(Exception):  # noqa: N818 - it is an answer of a handler, not a fault
    """A handler's decision not to use a mail: kept and visible as ignored, with its reason."""

    def __init__(self, reason: str, **data: Any) -> None:
        super().__init__(reason)
        self.reason = reason
        self.data = {key: str(value) for key, value in data.items()}


class TransportError(StepError):
    """A mail server could not be used. `permanent` says that trying again will not help by itself.

    `step` is connect, tls, login, fetch, mail, rcpt, data, or answer; `said` are the server's words, or ours.
    """

    def __init__(self, step: str, said: str, *, permanent: bool = False, code: int = 0) -> None:
        super().__init__(step, said)
        self.permanent, self.code = permanent, code


class DeadlineError(TransportError):
    """The time of a claim was over before the last dot: nothing was sent, somebody else may try."""


class NoAccountError(Exception):
    """There is no active SMTP account for this mail."""


class NotRetryableError(Exception):
    """A mail that is not failed cannot be tried again."""
