"""Requests of one process run beside each other, on database connections that stay."""

import asyncio
import threading
import time
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import path

from helpdesk.pages import Pages
from tests.loops import run

seen: list[tuple[int, int]] = []


def slow(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    seen.append((threading.get_ident(), id(connection.connection)))
    time.sleep(0.2)
    return HttpResponse("done")


together = threading.Barrier(4)


def meets(request: HttpRequest) -> HttpResponse:
    """Answers only when four are here at a time."""
    together.wait(20)
    return slow(request)


def upload(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(len(request.body)))


def generated(request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse(str(threading.get_ident()) + "\n" for _ in range(3))


def download(request: HttpRequest) -> FileResponse:
    return FileResponse(open(__file__, "rb"))


def broken(request: HttpRequest) -> HttpResponse:
    raise ValueError


def handler404(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The product's own page needs its middleware, which is left out here."""
    return HttpResponse(status=404)


urlpatterns = [path(view.__name__, view) for view in (slow, meets, upload, generated, download, broken)]


async def ask(
    pages: Pages, name: str, body: bytes = b"", headers: dict[str, str] | None = None
) -> tuple[int, bytes]:
    sent: list[dict[str, Any]] = []
    scope = {
        "type": "http",
        "method": "POST" if body else "GET",
        "path": f"/{name}",
        "query_string": b"",
        "scheme": "http",
        "headers": [(key.encode(), value.encode()) for key, value in (headers or {}).items()],
        "server": ("localhost", 80),
        "client": ("127.0.0.1", 1),
    }

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await pages(scope, receive, send)
    return sent[0]["status"], b"".join(message["body"] for message in sent[1:])


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> Pages:
    monkeypatch.setattr(settings, "ROOT_URLCONF", __name__)
    monkeypatch.setattr(settings, "MIDDLEWARE", [])
    return Pages(4)


@pytest.mark.django_db(transaction=True)
def test_four_requests_run_beside_each_other_and_keep_their_connections(pages: Pages) -> None:
    async def story() -> list[int]:
        await ask(pages, "slow")
        rounds = [await asyncio.gather(*(ask(pages, "meets") for _ in range(4))) for _ in range(2)]
        return [status for answers in rounds for status, _ in answers]

    seen.clear()
    assert run(story()) == [200] * 8
    assert len({thread for thread, _ in seen}) == 4
    assert len(set(seen)) == 4, "a thread keeps its connection"


def test_a_generator_stays_in_one_thread(pages: Pages) -> None:
    status, body = run(ask(pages, "generated"))
    assert status == 200
    assert len(set(body.split())) == 1
    assert len(body.split()) == 3


def test_a_file_is_sent_whole(pages: Pages) -> None:
    status, body = run(ask(pages, "download"))
    with open(__file__, "rb") as file:
        assert (status, body) == (200, file.read())


def test_a_body_past_the_limit_is_refused(pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "MAX_BODY_BYTES", 10)
    assert run(ask(pages, "upload", b"1234567890"))[1] == b"10"
    assert run(ask(pages, "upload", b"12345678901"))[0] == 413
    assert run(ask(pages, "upload", b"x", {"content-length": "11"}))[0] == 413


def test_an_error_is_an_answer(pages: Pages) -> None:
    assert run(ask(pages, "broken"))[0] == 500
    assert run(ask(pages, "nowhere"))[0] == 404
