"""Calls to servers outside: where they may go, how long they may take, how much they may bring."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from pytest_django import Settings

from common import outgoing
from common.outgoing import Limits, OutgoingError, connections
from common.unit import run

Serve = Callable[[socket.socket], None]


@contextmanager
def server(answer: Serve) -> Iterator[str]:
    """A server on a free port that does `answer` with each connection."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def loop() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                threading.Thread(target=guarded, args=(connection,), daemon=True).start()

        def guarded(connection: socket.socket) -> None:
            with connection:
                try:
                    connection.recv(65536)
                    answer(connection)
                except OSError:
                    pass

        threading.Thread(target=loop, daemon=True).start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
        listener.shutdown(socket.SHUT_RDWR)


def answering(head: str, body: bytes = b"") -> Serve:
    raw = head.replace("\n", "\r\n").encode() + b"\r\n\r\n" + body
    return lambda connection: connection.sendall(raw)


@pytest.fixture
def private(settings: Settings) -> None:
    settings.OUTGOING_PRIVATE = True


def reason(url: str, **limits: float) -> str:
    with pytest.raises(OutgoingError) as caught, outgoing.session(Limits(**limits)) as http:  # type: ignore[arg-type]  # whole numbers
        http.get(url)
    return caught.value.reason


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.0.1",
        "172.16.0.1",
        "100.64.0.1",
        "::1",
        "fd00::1",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
    ],
)
def test_private_networks_are_reached_only_when_allowed(address: str, settings: Settings) -> None:
    settings.OUTGOING_PRIVATE = False
    with pytest.raises(OutgoingError) as caught:
        outgoing.check_address(address)
    assert caught.value.reason == "forbidden"
    assert caught.value.permanent
    settings.OUTGOING_PRIVATE = True
    assert outgoing.check_address(address) == address


@pytest.mark.parametrize("address", ["169.254.169.254", "fe80::1%eth0", "224.0.0.1", "0.0.0.0", "::"])
def test_some_are_never_reached(address: str, private: None) -> None:
    with pytest.raises(OutgoingError):
        outgoing.check_address(address)


def test_the_world_is_reached(settings: Settings) -> None:
    settings.OUTGOING_PRIVATE = False
    assert outgoing.check_address("93.184.216.34")
    assert outgoing.check_address("2606:2800:220:1:248:1893:25c8:1946")


@pytest.mark.parametrize(
    "url", ["ftp://host/", "file:///etc/passwd", "http://", "http://[bad/", "http://a:x/", ""]
)
def test_only_web_addresses(url: str, private: None) -> None:
    assert reason(url) == "bad_url"


def test_a_name_is_checked_by_the_address_it_has(settings: Settings) -> None:
    """`localhost` and a number written otherwise lead to the same refusal."""
    settings.OUTGOING_PRIVATE = False
    with server(answering("HTTP/1.1 200 OK\nContent-Length: 2", b"ok")) as url:
        port = url.rsplit(":", 1)[1]
        assert reason(f"http://localhost:{port}") == "forbidden"
        assert reason(f"http://2130706433:{port}") == "forbidden"
        assert reason(f"http://127.1:{port}") == "forbidden"
        assert reason(url) == "forbidden"


def test_a_redirect_is_checked_too(monkeypatch: pytest.MonkeyPatch, private: None) -> None:
    with server(
        answering("HTTP/1.1 302 Found\nLocation: http://169.254.169.254/latest\nContent-Length: 0")
    ) as url:
        assert reason(url) == "forbidden"


def test_a_name_that_changes_its_address_is_caught(
    monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    """What is checked is what is connected to: no second look-up between the two."""
    settings.OUTGOING_PRIVATE = False
    asked: list[str] = []
    used: list[str] = []
    real = socket.getaddrinfo

    def getaddrinfo(host: str, *args: Any, **options: Any) -> Any:
        asked.append(host)
        return real("127.0.0.1" if len(asked) > 1 else "93.184.216.34", *args, **options)

    def connect(address: tuple[str, int], *_: Any, **__: Any) -> socket.socket:
        used.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    monkeypatch.setattr(connections, "create_connection", connect)
    assert reason("http://rebind.example/") == "unreachable"
    assert (asked, used) == (["rebind.example"], ["93.184.216.34"])


def test_an_answer_comes_back(private: None) -> None:
    with (
        server(answering("HTTP/1.1 201 Created\nContent-Length: 5\nX-One: 1", b"hello")) as url,
        outgoing.session(headers={"X-Two": "2"}) as http,
    ):
        answer = http.post(url, data=b"x")
    assert (answer.status_code, answer.content, answer.headers["X-One"]) == (201, b"hello", "1")


def test_a_server_that_says_nothing_is_left(private: None) -> None:
    started = time.monotonic()
    with server(lambda connection: time.sleep(3)) as url:
        assert reason(url, seconds=0.3) == "timeout"
    assert time.monotonic() - started < 1.5


@pytest.mark.parametrize("head", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"])
def test_a_server_that_drips_is_left(head: bytes, private: None) -> None:
    """Each byte would renew a limit that counts from the last one."""

    def drip(connection: socket.socket) -> None:
        connection.sendall(head)
        for _ in range(100):
            connection.sendall(b"H")
            time.sleep(0.05)

    started = time.monotonic()
    with server(drip) as url:
        assert reason(url, seconds=0.4) == "timeout"
    assert time.monotonic() - started < 1.5


def test_a_flood_is_cut_off(private: None) -> None:
    sent = [0]

    def flood(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        for _ in range(400):
            connection.sendall(b"x" * 100_000)
            sent[0] += 1

    with server(flood) as url:
        assert reason(url, size=1_000_000) == "too_big"
    assert sent[0] < 200
    with server(answering("HTTP/1.1 200 OK\nContent-Length: 99999999")) as url:
        assert reason(url, size=1000) == "too_big"


def test_redirects_in_a_circle_end(private: None) -> None:
    with server(answering("HTTP/1.1 302 Found\nLocation: /again\nContent-Length: 0")) as url:
        assert reason(url) == "redirects"


def test_what_is_no_http_is_garbage(private: None) -> None:
    with server(lambda connection: connection.sendall(b"220 mail.example ESMTP\r\n")) as url:
        assert reason(url) == "garbage"


def test_nobody_there(private: None) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    assert reason(f"http://127.0.0.1:{port}/") == "unreachable"
    assert reason("http://nobody.invalid/") == "unreachable"


def test_tls_with_a_plain_server_is_said(private: None) -> None:
    with server(lambda connection: connection.sendall(b"no tls here at all\r\n")) as url:
        assert reason(url.replace("http:", "https:")) == "tls"


@pytest.mark.django_db
def test_no_call_inside_a_transaction(private: None) -> None:
    with pytest.raises(RuntimeError), outgoing.session() as http:
        run(lambda: http.get("http://127.0.0.1:9/"))
