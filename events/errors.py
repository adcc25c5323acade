"""Errors of the event registry and the dispatcher."""


class UnknownEventError(LookupError):
    """No event of this id stands in event_types.csv."""


class WrongArgumentsError(ValueError):
    """A fact's keys differ from the published table."""
