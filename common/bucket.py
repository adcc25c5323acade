"""What is known of an object store without its driver: how its address looks, and what it may refuse."""

EXAMPLE = "s3://BUCKET/FOLDER?endpoint=https://storage.example.com&region=eu-1"


def is_bucket(url: str) -> bool:
    """Whether a STORAGE_URL names a bucket, and no folder."""
    return url.startswith("s3://")


class ObjectStoreError(OSError):
    """`reason`: bucket (there is none of the name), key (unknown or wrong), credentials (none given), rights,
    region, clock (the node's is wrong), away (not reached), other."""

    def __init__(self, reason: str, said: str) -> None:
        super().__init__(said)
        self.reason = reason
