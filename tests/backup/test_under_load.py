"""A backup while people submit tickets is one moment of the desk, and everything in it fits together."""

import threading
from pathlib import Path

import pytest

from tests.backup.archives import manifest_of
from tests.crash.client import Book, submit
from tests.live.company import Plan, found
from tests.servers.availability import need
from tests.servers.desk import Desk
from tests.servers.fixtures import DatabaseFactory, DeskFactory

# the idle limit stays out of it: on a machine that is busy, migrating alone may meet it
SETTINGS = {"SUBMIT_LIMIT": "1000000", "SEND_DELAY_SECONDS": "0", "IDLE_IN_TRANSACTION_SECONDS": "60"}
PEOPLE = 3


class Crowd:
    """People who submit one ticket after the other until `stop`."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self.book = Book(folder / "client.log", folder / "stop")
        self.threads = [threading.Thread(target=self._submit, args=(desk.port, one)) for one in range(PEOPLE)]

    def _submit(self, port: int, one: int) -> None:
        number = one
        while not self.book.is_over:
            submit(self.book, port, number)
            number += PEOPLE

    def __enter__(self) -> "Crowd":
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.book.stop_file.touch()
        for thread in self.threads:
            thread.join()

    def wait_for(self, count: int) -> None:
        """Until so many tickets were acknowledged."""
        patience = threading.Event()
        for _turn in range(600):
            if len(self.book.numbers) >= count:
                return
            patience.wait(0.1)
        raise AssertionError(f"only {len(self.book.numbers)} tickets were acknowledged within a minute")


@pytest.mark.chaos
@pytest.mark.parametrize("kind", ["postgres", "mariadb"])
def test_it_is_one_moment(
    kind: str, desk_factory: DeskFactory, empty_database: DatabaseFactory, tmp_path: Path
) -> None:
    need({"postgres": "PostgreSQL", "mariadb": "MariaDB"}[kind])
    saved = tmp_path / "desk.backup"
    desk = desk_factory(kind, **SETTINGS)
    found(desk, Plan(smtp_port=9))
    with desk.start(seconds=180), Crowd(desk, tmp_path) as crowd:
        crowd.wait_for(PEOPLE)
        before = len(crowd.book.numbers)
        desk.manage("backup", str(saved))
        crowd.wait_for(len(crowd.book.numbers) + PEOPLE)  # nobody was held up
    rows = {part["name"]: part["rows"] for part in manifest_of(saved)["tables"]}
    assert before <= rows["tickets_ticket"] < len(crowd.book.numbers)
    assert rows["tickets_message"] == rows["tickets_ticket"]
    copy = Desk(empty_database("sqlite"), tmp_path / "copy")
    # compares all rows, and refuses a key that points to nothing
    copy.manage("restore", str(saved), seconds=900)
    copy.manage("recount", "--check")
    copy.manage("reindex", "--check")
