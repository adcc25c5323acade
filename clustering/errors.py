"""What can go wrong when nodes change places."""

from common.text import Text


class ClusterError(Exception):
    """Base; `message` may be shown to the administrator."""

    def __init__(self, message: Text) -> None:
        super().__init__(str(message))
        self.message = message


class NotActiveError(ClusterError):
    """Only the active node may do this."""


class PracticeRefusedError(ClusterError):
    """A failover cannot be practised now; the message says why."""


class ActivationRefusedError(ClusterError):
    """The node may not become the active one: disabled, one machine only, or a check said no."""
