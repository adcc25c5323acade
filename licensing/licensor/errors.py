"""What a licensor refuses. `code` goes to the desk, which has its own sentence for it."""

from typing import Literal

Code = Literal["bad_request", "unknown_key", "revoked", "ended", "too_many", "slow_down"]


class RefusedError(Exception):
    def __init__(self, code: Code, message: str) -> None:
        super().__init__(message)
        self.code: Code = code
