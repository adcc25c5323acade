"""What an object store refused."""


class ObjectStoreError(OSError):
    """`reason`: bucket (there is none of the name), key (unknown or wrong), credentials (none given), rights,
    region, clock (the node's is wrong), away (not reached), other."""

    def __init__(self, reason: str, said: str) -> None:
        super().__init__(said)
        self.reason = reason
