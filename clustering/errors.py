"""What can go wrong when nodes change places."""


class NotActiveError(Exception):
    """Only the active node may do this."""
