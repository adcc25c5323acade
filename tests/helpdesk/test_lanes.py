"""What waits for a customer's server holds up nothing else."""

import asyncio
import threading
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path, resolve

from helpdesk import lanes
from helpdesk.pages import Pages
from tests.loops import run

hung = threading.Event()


def hangs(request: HttpRequest, **named: str) -> HttpResponse:
    hung.wait(60)
    return HttpResponse("at last")


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("page")


urlpatterns = [
    path("agent/tickets/<str:number>/outside", hangs),
    path("submit", hangs),
    path("page", page),
    path("login", page),
]


async def ask(pages: Pages, address: str, method: str = "GET") -> int:
    sent: list[dict[str, Any]] = []
    scope = {"type": "http", "method": method, "path": address, "query_string": b"", "scheme": "http"}
    scope |= {"headers": [], "server": ("localhost", 80), "client": ("127.0.0.1", 1)}

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b""}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await pages(scope, receive, send)
    return int(sent[0]["status"])


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> Pages:
    hung.clear()
    monkeypatch.setattr(settings, "ROOT_URLCONF", __name__)
    monkeypatch.setattr(settings, "MIDDLEWARE", [])
    return Pages(4)


@pytest.mark.parametrize(("address", "method"), [("/agent/tickets/1/outside", "GET"), ("/submit", "POST")])
def test_pages_are_answered_while_others_hang(pages: Pages, address: str, method: str) -> None:
    async def story() -> None:
        waiting = [asyncio.create_task(ask(pages, address, method)) for _ in range(12)]
        await asyncio.sleep(0.1)
        answers = await asyncio.wait_for(asyncio.gather(*(ask(pages, "/page") for _ in range(20))), 30)
        assert not any(one.done() for one in waiting)
        hung.set()
        assert set(answers) == {200}
        assert set(await asyncio.gather(*waiting)) == {200}

    run(story())


def test_a_hanging_part_holds_up_no_door(pages: Pages) -> None:
    async def story() -> int:
        parts = [asyncio.create_task(ask(pages, "/agent/tickets/1/outside")) for _ in range(12)]
        await asyncio.sleep(0.1)
        door = await asyncio.wait_for(ask(pages, "/login", "POST"), 30)
        assert not any(part.done() for part in parts)
        hung.set()
        await asyncio.gather(*parts)
        return door

    assert run(story()) == 200


def test_too_many_parts_stay_away(pages: Pages) -> None:
    async def story() -> list[int]:
        tasks = [
            asyncio.create_task(ask(pages, "/agent/tickets/1/outside")) for _ in range(lanes.MAX_WAITING + 5)
        ]
        await asyncio.sleep(0.1)
        hung.set()
        return sorted(await asyncio.gather(*tasks))

    answers = run(story())
    assert answers.count(204) == 5
    assert answers.count(200) == lanes.MAX_WAITING


@pytest.mark.parametrize("address", ["/login", "/login.aspx", "/submit", "/agent/new"])
def test_the_doors_are_addresses_of_the_desk(pages: Pages, address: str) -> None:
    assert resolve(address, "helpdesk.urls").func is not None
    assert pages.lanes.of({"path": address, "method": "POST"}) is pages.lanes.doors


def test_looking_at_the_sign_in_is_a_page(pages: Pages) -> None:
    assert pages.lanes.of({"path": "/login", "method": "GET"}) is pages.lanes.pages
