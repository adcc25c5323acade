"""What a step refuses."""

from common.text import Text


class RefusedError(Exception):
    """Nothing of the step was kept. `place` says at which of the entries it stands."""

    def __init__(self, message: Text, place: tuple[int, ...] = ()) -> None:
        super().__init__(message)
        self.message, self.place = message, place
