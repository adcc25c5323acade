"""The cast of the tests about people, and what was mailed to them."""

import re

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from tests.factories.accounts import AgentFactory, CustomerFactory, administrator, manager, named


@pytest.fixture(autouse=True)
def _mail_stays_here(settings: Settings) -> None:
    """The floor above queues mail; here only what is handed to Django counts."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = []


@pytest.fixture
def ann(db: None) -> User:
    return named(AgentFactory, "Ann")


@pytest.fixture
def max_(db: None) -> User:
    return manager("Max")


@pytest.fixture
def admin(db: None) -> User:
    return administrator("Admin")


@pytest.fixture
def cleo(db: None) -> User:
    return named(CustomerFactory, "Cleo")


@pytest.fixture
def browser_of() -> "SignedIn":
    return SignedIn()


class SignedIn:
    """`browser_of(ann)`: a client in which Ann is signed in."""

    def __call__(self, user: User) -> Client:
        client = Client()
        client.force_login(user, backend="accounts.backends.PasswordBackend")
        return client


def link_in(message: EmailMessage) -> str:
    """The path of the link in a mail."""
    found = re.search(r"https?://[^/\s]+(/account/\S+)", str(message.body))
    assert found, message.body
    return found[1]
