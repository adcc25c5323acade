"""Why a backup was not made or not restored. The texts go to the terminal of who runs the desk."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class BackupError(Exception):
    """The text says what is wrong and what to do."""


class DamagedError(BackupError):
    """The file is not what was written: broken on the way, or changed by somebody."""


@contextmanager
def plain_words(path: Path) -> Iterator[None]:
    """Turns what the operating system says about `path` into a sentence. Raises BackupError."""
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise BackupError(f"There is no room left in {path.parent}. Nothing was kept.") from error
        if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
            raise BackupError(f"No right to do that at {path}: {error.strerror}.") from error
        if error.errno == errno.ENOENT:
            raise BackupError(f"There is no {error.filename or path}.") from error
        raise BackupError(f"{path}: {error}") from error
