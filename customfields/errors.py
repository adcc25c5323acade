from common.text import Text


class CustomFieldsError(Exception):
    """A sentence for the person who did it; `field` names the form's field it belongs to, if any."""

    def __init__(self, message: Text, field: str = "") -> None:
        super().__init__(message)
        self.message, self.field = message, field
