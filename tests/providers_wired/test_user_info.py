"""What another system says of the customer: above the conversation, after the page, and never in its way."""

import asyncio
import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from helpdesk.pages import Pages
from providers.models import LoginLink
from tests.loops import run
from tests.providers.conftest import SetUp
from tests.providers_wired.conftest import signed_in
from tests.servers.provider import ProviderServer
from tests.tickets.conftest import Cast
from tickets import services
from tickets.models import Ticket

Open = Callable[..., Ticket]
METHOD = "GetUserDetails"
TABLE = '<table><tr><td>Plan</td><td onclick="x()" style="color:red">Gold</td></tr></table>'


def part(client: Client, ticket: Ticket) -> str:
    answer = client.get(f"/agent/tickets/{ticket.number}/outside")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_asks_for_it_afterwards(
    set_up: SetUp, provider_server: ProviderServer, cast: Cast, open_ticket: Open
) -> None:
    ticket, client = open_ticket(), signed_in(cast.ann)
    path = f"/agent/tickets/{ticket.number}"
    assert "/outside" not in client.get(path).content.decode()
    set_up("userinfo")
    cache.clear()
    page = client.get(path).content.decode()
    assert f'data-hx-get="{path}/outside" data-hx-trigger="load"' in page
    assert provider_server.calls() == []


def test_it_is_boxed_and_harmless(
    set_up: SetUp, provider_server: ProviderServer, cast: Cast, open_ticket: Open
) -> None:
    set_up("userinfo")
    evil = '<script>alert(1)</script><img src=x onerror=y><a href="javascript:z">a</a>'
    evil += '<div data-hx-get="/logout">b</div>'
    provider_server.answer(METHOD, html=TABLE + evil)
    found = part(signed_in(cast.ann), open_ticket())
    box = re.search(r'<div class="hd-external"[^>]*>(.*)</div></details>', found, re.S)
    assert box is not None
    assert "<td>Plan</td><td>Gold</td>" in box[1]
    for word in ("script", "onerror", "onclick", "javascript", "style", "img", "hx-get"):
        assert word not in box[1]
    assert "127.0.0.1" in found


def test_it_says_where_the_ticket_is_now(
    set_up: SetUp, provider_server: ProviderServer, cast: Cast, open_ticket: Open
) -> None:
    set_up("userinfo")
    LoginLink.objects.create(name="cleo.m", user=cast.cleo)
    ticket = open_ticket()
    services.transfer(ticket, actor=cast.ann.actor, group=cast.invoices)
    part(signed_in(cast.otto), ticket)
    (inputs,) = provider_server.inputs(METHOD)
    assert inputs == {
        "authpw": provider_server.password,
        "username": "cleo.m",
        "email": "cleo@customers.example",
        "brandname": "Northwind",
        "departmentname": "Billing",
        "groupname": "Invoices",
        "ticketnumber": ticket.number,
        "interactiontype": "ticket",
    }


def test_nothing_to_say_is_no_area(
    set_up: SetUp, provider_server: ProviderServer, cast: Cast, open_ticket: Open
) -> None:
    set_up("userinfo", timeout_seconds=0.5)
    ticket, client = open_ticket(), signed_in(cast.ann)
    for how in ("answer", "fault", "garbage", "big", "drop"):
        cache.clear()
        provider_server.behave(METHOD, how)
        assert part(client, ticket) == ""


def test_it_is_asked_once_in_a_while_for_each_agent(
    set_up: SetUp, provider_server: ProviderServer, cast: Cast, open_ticket: Open
) -> None:
    set_up("userinfo")
    provider_server.answer(METHOD, html="<p>Gold</p>")
    ticket = open_ticket()
    for person in (cast.ann, cast.ann, cast.max):
        assert "Gold" in part(signed_in(person), ticket)
    assert len(provider_server.calls()) == 2


def test_who_may_not_see_the_ticket_asks_nobody(
    set_up: SetUp, provider_server: ProviderServer, cast: Cast, open_ticket: Open
) -> None:
    set_up("userinfo")
    ticket = open_ticket()
    for person in (cast.otto, cast.cleo):
        assert signed_in(person).get(f"/agent/tickets/{ticket.number}/outside").status_code == 404
    assert provider_server.calls() == []


def test_the_page_costs_no_statement_more(
    set_up: SetUp, cast: Cast, open_ticket: Open, provider_server: ProviderServer
) -> None:
    ticket, client, counts = open_ticket(), signed_in(cast.ann), []
    for is_on in (False, True):
        set_up("userinfo", is_enabled=is_on)
        cache.clear()
        client.get("/agent/tickets")
        client.get(f"/agent/tickets/{ticket.number}")
        with CaptureQueriesContext(connection) as statements:
            client.get(f"/agent/tickets/{ticket.number}")
        counts.append(len(statements))
    assert counts[0] == counts[1]


@pytest.mark.django_db(transaction=True)
def test_a_provider_that_hangs_costs_pages_nothing(
    set_up: SetUp, provider_server: ProviderServer, cast: Cast, open_ticket: Open
) -> None:
    set_up("userinfo", timeout_seconds=8, rest_after=100)
    provider_server.behave(METHOD, "hang", seconds=30)
    tickets = [open_ticket(subject=f"Ticket {n}") for n in range(6)]
    cookie = signed_in(cast.ann).cookies["sessionid"].value
    pages = Pages(2)

    async def get(path: str) -> tuple[int, float]:
        sent: list[dict[str, Any]] = []
        started = time.monotonic()
        headers = [(b"cookie", f"sessionid={cookie}".encode()), (b"host", b"localhost")]
        scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "scheme": "http"}
        scope |= {"headers": headers, "server": ("localhost", 80), "client": ("127.0.0.1", 1)}

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": b""}

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        await pages(scope, receive, send)
        return int(sent[0]["status"]), time.monotonic() - started

    async def story() -> list[tuple[int, float]]:
        await get(f"/agent/tickets/{tickets[0].number}")  # the first one loads templates
        parts = [
            asyncio.create_task(get(f"/agent/tickets/{ticket.number}/outside")) for ticket in tickets[:3]
        ]
        while not provider_server.calls(METHOD):
            await asyncio.sleep(0.05)
        found = [await get(f"/agent/tickets/{ticket.number}") for ticket in tickets]
        assert not any(part.done() for part in parts)
        assert {status for status, _seconds in await asyncio.gather(*parts)} == {200}
        return found

    found = run(story())
    assert {status for status, _seconds in found} == {200}
    assert sum(seconds for _status, seconds in found) < 7, "six pages while others hang for eight seconds"
