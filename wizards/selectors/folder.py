"""Where files are kept."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from common.bucket import is_bucket


@dataclass(frozen=True, slots=True)
class Folder:
    """`path` is None for an object storage, which has no folder and whose space is not ours to count."""

    shown: str
    path: Path | None
    free: int = 0
    total: int = 0

    @property
    def is_nearly_full(self) -> bool:
        """Less than a gigabyte, or than a twentieth."""
        return self.path is not None and self.free < max(1024**3, self.total // 20)


def data_folder() -> Folder:
    """The folder of the default storage, with the space of its disk."""
    url: str = settings.STORAGE_URL
    if is_bucket(url):
        return Folder(url.partition("?")[0].rpartition("@")[2] or url, None)
    path = Path(url.removeprefix("file://"))
    there = next((one for one in (path, *path.parents) if one.is_dir()), Path("/"))
    usage = shutil.disk_usage(there)
    return Folder(str(path), path, usage.free, usage.total)


def key_folder() -> str:
    """Where the keys of this server are."""
    return str(settings.SECRETS_DIR)
