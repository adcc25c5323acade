"""What an answer means for the person who asked: one sign."""

from typing import Any

from django.http import HttpResponseBase
from django.urls import reverse

from tests.permissions.routes import arguments
from tests.permissions.world import Side, World

DOOR, NOT_THERE, IN, WRONG_METHOD = "d", "-", "+", "x"


def outcome(answer: HttpResponseBase) -> str:
    """`d` to the sign-in, `-` not there, `x` wrong method, `+` let in: done, shown, or judged by a form."""
    leads_to = answer.headers.get("Location", "") or answer.headers.get("HX-Redirect", "")
    if answer.status_code == 401 or leads_to.startswith("/login?next="):
        return DOOR
    if answer.status_code == 404:
        return NOT_THERE
    if answer.status_code == 405:
        return WRONG_METHOD
    if answer.status_code in {200, 204, 301, 302, 400, 409, 410, 413, 422, 429, 304}:
        return IN
    return f"?{answer.status_code}"


def ask(world: World, route: str, method: str, person: str, side: Side, data: Any = None) -> HttpResponseBase:
    client = world.clients[person]
    address = reverse(route, kwargs=arguments(route, world, side))
    answer: HttpResponseBase = (
        client.get(address, data) if method == "GET" else client.post(address, data or {})
    )
    return answer
