"""One supervisor a data folder. The kernel drops the lock with the process, however that ends."""

import fcntl
import os
from pathlib import Path
from typing import IO


class AlreadyRunningError(Exception):
    """Another `serve` works on this folder."""


def hold(folder: Path) -> IO[str]:
    """Takes the folder's lock and writes our process id into it. Raises AlreadyRunningError."""
    folder.mkdir(parents=True, exist_ok=True)
    file = (folder / "serve.lock").open("a+")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        file.seek(0)
        number = file.read().strip() or "unknown"
        file.close()
        raise AlreadyRunningError(
            f"A desk is already running on {folder} (process {number}). Stop it, or set another VAR_DIR."
        ) from error
    file.truncate(0)
    file.write(f"{os.getpid()}\n")
    file.flush()
    return file
