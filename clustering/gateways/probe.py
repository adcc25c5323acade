"""Small files in the data folder by which nodes find out that they see the same one."""

from contextlib import suppress

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

FOLDER = "cluster"


def write(name: str, content: str) -> None:
    """Raises OSError, or whatever the storage raises."""
    default_storage.save(f"{FOLDER}/{name}", ContentFile(content.encode()))


def read(name: str) -> str | None:
    """None where there is no such file."""
    try:
        with default_storage.open(f"{FOLDER}/{name}", "rb") as file:
            content: bytes = file.read(1000)
            return content.decode(errors="replace")
    except FileNotFoundError:
        return None


def delete(name: str) -> None:
    default_storage.delete(f"{FOLDER}/{name}")


def names() -> list[str]:
    """The probe files that are there."""
    try:
        return list(default_storage.listdir(FOLDER)[1])
    except FileNotFoundError:
        return []


def tidy(keep: set[str]) -> None:
    """Deletes older probe files; one that cannot be deleted does no harm."""
    for name in names():
        if name not in keep:
            with suppress(OSError):
                delete(name)
