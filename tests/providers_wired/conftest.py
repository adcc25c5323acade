"""The desk with a provider behind it: the cast of the tickets' tests, and a service that counts its calls."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from tests.providers.conftest import set_up
from tests.tickets.conftest import Cast, cast, open_ticket

__all__ = ["cast", "open_ticket", "set_up"]
FormOf = Callable[..., dict[str, Any]]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="accounts.backends.PasswordBackend")
    return client


@pytest.fixture
def portal_form(cast: Cast) -> FormOf:
    """What a browser would send from a freshly loaded page of the portal."""

    def load(client: Client, **more: object) -> dict[str, Any]:
        page = client.get("/submit").content.decode()
        key = re.search(r'name="key" value="([^"]+)"', page)
        assert key is not None
        text = {"subject": "Mail bounces", "message": "Since last night, every second one."}
        return {"key": key[1], "department": cast.support.pk, **text, **more}

    return load


@pytest.fixture
def agent_form(cast: Cast) -> FormOf:
    """What Ann's browser would send from the page of a new ticket."""

    def load(client: Client, **more: object) -> dict[str, Any]:
        page = client.get("/agent/new").content.decode()
        key = re.search(r'name="key" value="([^"]+)"', page)
        assert key is not None
        given = {"customer": cast.cleo.pk, "group": cast.front.pk, "subject": "Called", "body": "Hello"}
        return {"key": key[1], "way": "write", "mode": "reply", **given, **more}

    return load
