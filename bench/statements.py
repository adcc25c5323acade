"""SQL statements of the workspace's two main pages, counted by the running server."""

from typing import Any

from bench.people import AGENTS, loaded, pinged, sign_in, tickets_of


async def statements(port: int) -> dict[str, dict[str, Any]]:
    """SQL statements of list and ticket, everything that the pages load by themselves included."""
    found: dict[str, dict[str, Any]] = {}
    for name in AGENTS:
        client = await sign_in(port, name)
        path = (await tickets_of(client, []))[0]
        await loaded(client, "/agent/tickets")  # what a process asks once is not counted
        status, counts = await loaded(client, "/agent/tickets")
        await loaded(client, path)
        ticket_status, ticket_counts = await loaded(client, path)
        found[name] = {
            "list": sum(count for _what, count in counts),
            "ticket": sum(count for _what, count in ticket_counts),
            "ping": await pinged(client, path),
            "status": [status, ticket_status],
            "parts": counts + ticket_counts,
        }
    return found
