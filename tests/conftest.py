"""The frame of every test run: database, settings, markers, servers and the words at the end."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import django
import pytest
import time_machine

from tests import database

database.prepare()
django.setup()
del os.environ[
    "DJANGO_SETTINGS_MODULE"
]  # workers would inherit it and read settings before they are prepared

from django.conf import settings  # noqa: E402 - Django is ready only from here on
from django.contrib.auth import hashers  # noqa: E402
from django.core.cache import cache  # noqa: E402
from django.test import TransactionTestCase  # noqa: E402
from pytest_django.plugin import DjangoDbBlocker  # noqa: E402

from common import sequences  # noqa: E402
from tests import restore  # noqa: E402
from tests.servers.availability import MISSING_PREFIX  # noqa: E402
from tickets.services import numbers  # noqa: E402

pytest_plugins = ["tests.servers.fixtures", "tests.sql_baseline"]

# Tests in these folders also run on PostgreSQL and MariaDB; others ask by @pytest.mark.matrix.
MATRIX_FOLDERS = (
    "accounts",
    "clustering",
    "common",
    "customfields",
    "events",
    "mail",
    "organization",
    "tickets",
)
PRODUCT_EMAIL_BACKEND = settings.EMAIL_BACKEND


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    tests = Path(__file__).parent
    for item in items:
        folder = item.path.relative_to(tests).parts[0] if item.path.is_relative_to(tests) else ""
        if folder in MATRIX_FOLDERS:
            item.add_marker(pytest.mark.matrix)


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Each worker gets a copy of the migrated template; after real commits it gets its first rows back."""
    database.clone()
    patch = pytest.MonkeyPatch()
    with django_db_blocker.unblock():
        restore.remember()
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda self: restore.restore())
        yield
    patch.undo()


@pytest.fixture(scope="session", autouse=True)
def _product_settings(django_test_environment: None) -> None:
    """Mail goes through the product's own queue in tests too; only password hashing is made cheap."""
    settings.EMAIL_BACKEND = PRODUCT_EMAIL_BACKEND
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    hashers.reset_hashers(setting="PASSWORD_HASHERS")


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """What a process remembers of the database is gone with the test before."""
    cache.clear()
    sequences.forget()
    numbers.forget()


@pytest.fixture
def still_clock() -> Iterator[None]:
    """This machine's clock stands: no window of a limit ends in the middle of a test."""
    with time_machine.travel(time.time(), tick=False):
        yield


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in plain words which servers were not there, and how many tests that left out."""
    missing: dict[str, int] = {}
    for report in terminalreporter.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        if MISSING_PREFIX in reason:
            server = reason.partition(MISSING_PREFIX)[2]
            missing[server] = missing.get(server, 0) + 1
    for server, count in sorted(missing.items()):
        line = f"Not tested ({count} tests): this machine has no {server}"
        terminalreporter.write_line(line, yellow=True)
        if collect := os.environ.get("TEST_MISSING_FILE"):
            with open(collect, "a") as handle:
                handle.write(f"{line}\n")


def pytest_unconfigure() -> None:
    database.finish()
