"""An administrator on a desk that has nothing yet, and what each step is sent."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from tests.factories.accounts import administrator

SETUP = "/settings/setup"
BRAND: dict[str, Any] = {
    "name": "Northwind Hosting",
    "sender_address": "help@northwind.example",
    "base_url": "https://help.northwind.example",
    "host": "help.northwind.example",
    "colour": "#1f4fbf",
    "language": "en",
}
PLACES = {
    "d0": "Support",
    "d0-id": "0",
    "d0-front": "1",
    "d0-g0": "Servers",
    "d0-g0-id": "0",
    "d0-g1": "Front Line",
    "d0-g1-id": "0",
    "d1": "Billing",
    "d1-id": "0",
    "d1-front": "0",
    "d1-g0": "Invoices",
    "d1-g0-id": "0",
}


@pytest.fixture
def admin(db: None) -> User:
    return administrator("Admin")


@pytest.fixture
def wizard(admin: User) -> Client:
    client = Client()
    client.force_login(admin, backend="accounts.backends.PasswordBackend")
    return client


def guests(*people: tuple[str, str], **more: str) -> dict[str, str]:
    """The agents' step as a browser sends it."""
    found = {"a-TOTAL_FORMS": str(len(people)), "a-INITIAL_FORMS": "0", "own": ""}
    for number, (name, address) in enumerate(people):
        found |= {f"a-{number}-name": name, f"a-{number}-email": address, f"a-{number}-role": ""}
    return found | more
