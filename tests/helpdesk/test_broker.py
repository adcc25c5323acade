"""Wake-ups as files: each arrives once and whole, however many write and fetch at the same time."""

import multiprocessing
from pathlib import Path
from queue import Empty

from kombu import Connection

from helpdesk.broker import SCHEME, Transport
from helpdesk.celery import app

EACH = 150


def connect(folder: Path) -> Connection:
    options = {
        "data_folder_in": str(folder),
        "data_folder_out": str(folder),
        "control_folder": str(folder / "control"),
    }
    return Connection(f"{SCHEME}://", transport_options=options)


def put(folder: Path, writer: int) -> None:
    with connect(folder) as connection, connection.SimpleQueue("work") as queue:
        for number in range(EACH):
            queue.put({"writer": writer, "number": number, "filler": "x" * 20_000})


def fetch(folder: Path, writers: int) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    with connect(folder) as connection, connection.SimpleQueue("work") as queue:
        while len(found) < EACH * writers:
            try:
                message = queue.get(timeout=10)
            except Empty:
                break
            found.append((message.payload["writer"], message.payload["number"]))
            message.ack()
    return found


def test_each_message_arrives_once_and_whole(tmp_path: Path) -> None:
    (tmp_path / "control").mkdir()
    with connect(tmp_path) as connection, connection.SimpleQueue("work"):
        pass  # the queue is bound
    writers = [multiprocessing.get_context("fork").Process(target=put, args=(tmp_path, n)) for n in range(3)]
    for writer in writers:
        writer.start()
    found = fetch(tmp_path, len(writers))
    for writer in writers:
        writer.join()
    assert sorted(found) == [(writer, number) for writer in range(3) for number in range(EACH)]
    assert not list(tmp_path.glob("*.msg"))
    assert not list(tmp_path.glob(".*"))


def test_the_product_uses_it_without_redis() -> None:
    with app.connection_for_write() as connection:
        assert connection.transport.driver_type == "redis" or isinstance(connection.transport, Transport)
