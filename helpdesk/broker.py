"""The broker of a desk without Redis: wake-ups as small files in the node's own folder.

Kombu's own file transport writes a message under its final name, and fetches it by way of the system's folder
for temporary files. A worker that looks between the first and the last byte ends with an error, so here a
message gets its name once it is whole, and is fetched without leaving its folder.
"""

import os
import time
import uuid
from pathlib import Path
from queue import Empty
from typing import Any

from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.json import dumps, loads

SCHEME = "desk-files"


class Channel(filesystem.Channel):
    def _put(self, queue: str, message: Any, **kwargs: Any) -> None:  # type: ignore[override]  # as kombu calls it
        name = f"{time.monotonic_ns():020d}_{uuid.uuid4().hex}"
        folder = Path(self.data_folder_out)
        part = folder / f".{name}"
        part.write_text(dumps(message))
        part.rename(folder / f"{name}.{queue}.msg")

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        folder, end = Path(self.data_folder_in), f".{queue}.msg"
        for name in sorted(os.listdir(folder)):  # noqa: PTH208 - a Path for each of them would cost
            if not name.endswith(end):
                continue
            mine = folder / f".{uuid.uuid4().hex}.taken"
            try:
                (folder / name).rename(mine)
            except FileNotFoundError:  # another worker was quicker
                continue
            text = mine.read_text()
            mine.unlink()
            return loads(text)
        raise Empty


class Transport(filesystem.Transport):
    Channel = Channel


TRANSPORT_ALIASES[SCHEME] = "helpdesk.broker:Transport"
