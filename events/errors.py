"""Errors of the event registry, the dispatcher and the rules."""


class UnknownEventError(LookupError):
    """No event of this id stands in event_types.csv."""


class WrongArgumentsError(ValueError):
    """A fact's keys differ from the published table."""


class InvalidRuleError(ValueError):
    """A rule that cannot be saved. `place` is where: a field's name, or a path as conditions.all.2.value."""

    def __init__(self, place: str, message: str) -> None:
        super().__init__(message)
        self.place = place
        self.message = message


class RuleChangedError(Exception):
    """Somebody else has changed the rule since it was read."""


class ActionError(Exception):
    """An action could not do its work. `permanent`: trying again would not help."""

    def __init__(self, message: str, *, permanent: bool = False) -> None:
        super().__init__(message)
        self.permanent = permanent
