"""A desk without a licence, a licensor of its own, and the people."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from pytest_django import Settings

from accounts.models import User
from common.actor import Actor
from licensing import licensor, services
from licensing.models import ActivationRequest, StoredLicense
from licensing.papers import Edition, KeyFacts
from licensing.selectors import License
from tests.factories.accounts import AgentFactory, administrator, named

ANN = Actor("person", 7, "Ann Keller")


def without_licence() -> None:
    """As after the installation."""
    StoredLicense.objects.filter(pk=StoredLicense.ROW).update(
        key="",
        answer="",
        way="",
        grace_reason="",
        grace_since=None,
        activated_at=None,
        confirmed_at=None,
        asked_at=None,
        ask_error="",
    )
    ActivationRequest.objects.all().delete()


@pytest.fixture(autouse=True)
def _mail_stays_here(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = []


@pytest.fixture(autouse=True)
def _no_licence(request: pytest.FixtureRequest) -> None:
    """For every test that uses the database."""
    wants = request.node.get_closest_marker("django_db") is not None
    if wants or {"db", "transactional_db"} & set(request.fixturenames):
        request.getfixturevalue("_django_db_helper")
        without_licence()


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> licensor.Folder:
    """A licensor whom this desk believes."""
    made = licensor.Folder.make(tmp_path / "licensor")
    settings.LICENSOR_KEYS = [str(made.public_file)]
    return made


@pytest.fixture
def ann(db: None) -> User:
    return named(AgentFactory, "Ann")


@pytest.fixture
def admin(db: None) -> User:
    return administrator("Admin")


def sold(
    folder: licensor.Folder,
    agents: int = 3,
    edition: Edition = Edition.ENTERPRISE,
    until: date | None = None,
    **more: Any,
) -> KeyFacts:
    return licensor.issue(
        folder, edition=edition, agents=agents, customer="Northwind Hosting AS", valid_until=until, **more
    )


def activated(folder: licensor.Folder, key: KeyFacts) -> License:
    """By a request file and an answer file."""
    request = services.make_request(key=key.text, actor=ANN)
    return services.activate_by_answer(answer=licensor.answer(folder, request), actor=ANN)
