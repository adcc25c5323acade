"""What can be refused. `message` is a translated sentence for the person: what happened and what to do."""

from common.text import Text


class TicketError(Exception):
    """Base: the change was refused, nothing was written."""

    def __init__(self, message: Text) -> None:
        super().__init__(message)
        self.message = message


class TicketLockedError(TicketError):
    """Closed and Locked: the customer's reply is refused."""


class ClosingRefusedError(TicketError):
    """A close check of another app says no."""


class NotPermittedError(TicketError):
    """The person may see the ticket but not do this."""


class TooLateError(TicketError):
    """The message has already left."""


class WrongTargetError(TicketError):
    """The group or agent cannot take the ticket."""


class EmptyMessageError(TicketError):
    """Neither text nor file."""


class AlreadyUsedError(TicketError):
    """The upload belongs to a message already, or to somebody else."""


class TooBigError(TicketError):
    """A file over the limit."""


class NotKeptError(TicketError):
    """The storage of files did not take a file."""


class TicketRefusedError(TicketError):
    """The ticket provider, or what counts when it gives no answer, says no. `message` is for the person."""


class ProviderAwayError(TicketRefusedError):
    """The provider was not reached, so nothing was asked: the same number may be asked for again later."""
