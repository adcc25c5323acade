"""Two servers of the demo company on one PostgreSQL, for the pictures of Clustering."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.live.company import run_module
from tests.servers import postgres
from tests.servers.desk import Desk

NAMES = ("helpdesk-1", "helpdesk-2")
PATIENCE_SECONDS = 60


@contextmanager
def cluster() -> Iterator[Desk]:
    """The active one of them; the other is passive and ready."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="helpdesk-screenshots-")))
        server = stack.enter_context(postgres.running())
        shared = {
            "DEMO": "1",
            "WEB_WORKERS": "1",
            "STORAGE_URL": f"file://{folder / 'files'}",
            "SECRETS_DIR": str(folder / "secrets"),
        }
        url = server.create("desk")
        first, second = (Desk(url, folder / name, settings={**shared, "NODE_NAME": name}) for name in NAMES)
        first.manage("migrate", "--verbosity=0")
        first.manage("demo")
        stack.enter_context(first)
        stack.enter_context(second)
        _enable(first, NAMES[1])
        yield first


def _enable(desk: Desk, name: str) -> None:
    """As the button of the page does; it takes a moment until the server has checked itself."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            run_module(desk, "tests.failover.enable", name)
            break
        except RuntimeError:
            if time.monotonic() > deadline:
                raise
            time.sleep(1)
    time.sleep(20)  # threads run and heartbeats come: the page is to show them
