"""What can be refused. `message` is a translated sentence for the person: why, and what to do."""

from common.text import Text


class OrganizationError(Exception):
    """Nothing was changed. `field` names the field of the form it belongs to, "" for none."""

    def __init__(self, message: Text, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field
