"""Signing in, and finding the pages that a person may open."""

import re

from bench.client import Client
from bench.page import Page

AGENTS = ("ann", "max", "admin")
_TICKET = re.compile(r'href="(/agent/tickets/[0-9]{3}-[0-9A-F]{8}-[0-9A-F]{4})[?"]')


async def sign_in(port: int, name: str) -> Client:
    """A client with the session of a person of the demo company. Raises RuntimeError."""
    client = Client(port)
    await client.get("/login")
    answer = await client.post("/login", {"username": name, "password": f"demo-{name}"}, referer="/login")
    if answer.status != 302 or "sessionid" not in client.cookies:
        raise RuntimeError(f"{name} could not sign in: {answer.status}\n{answer.text[:2000]}")
    return client


async def tickets_of(client: Client, queries: list[str]) -> list[str]:
    """Addresses of tickets of many ages: what the person finds by words, then what stands in the list."""
    found: dict[str, None] = {}
    for path in [f"/agent/search?q={word}" for word in queries] + ["/agent/tickets"]:
        answer = await client.get(path)
        found.update(dict.fromkeys(_TICKET.findall(answer.text)))
    return list(found)


async def pinged(client: Client, path: str) -> int:
    """SQL statements of what an open page says again and again: who looks at it, and up to where."""
    page = Page((await client.get(path)).text)
    answers = [await client.post(address, values) for address, values in page.pings]
    return sum(int(answer.headers.get("x-sql-count", -1)) for answer in answers)


async def loaded(client: Client, path: str) -> tuple[int, list[tuple[str, int]]]:
    """A page and all that it loads by itself: the status, and (request, SQL statements) of each."""
    answer = await client.get(path)
    page = Page(answer.text)
    counts = [(f"GET {path}", int(answer.headers.get("x-sql-count", -1)))]
    for method, address, values in page.loads:
        given = await client.post(address, values) if method == "POST" else await client.get(address)
        if given.status >= 400:
            raise RuntimeError(f"{path} loads {address}, which answers {given.status}")
        counts.append((f"{method} {address}", int(given.headers.get("x-sql-count", -1))))
    return answer.status, counts
