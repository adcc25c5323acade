"""A provider that is set up: each test names the kind and the address."""

from collections.abc import Callable
from typing import Any

import pytest

from providers.models import Provider
from tests.servers.provider import ProviderServer

SetUp = Callable[..., Provider]


def time_limit(how: str) -> float:
    """Seconds for a call: short only where the provider hangs, so that nothing else runs into it."""
    return 2 if how == "hang" else 20


@pytest.fixture
def set_up(db: None, provider_server: ProviderServer) -> SetUp:
    """`set_up("tickets", on_failure="refuse")`: switched on, the right password, short limits."""

    def make(kind: str, **more: Any) -> Provider:
        values = {"is_enabled": True, "url": provider_server.url, "password": provider_server.password}
        values |= {"timeout_seconds": 3, **more}
        return Provider.objects.update_or_create(kind=kind, defaults=values)[0]

    return make
