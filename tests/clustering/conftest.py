"""Two nodes on one database, in one process: each acts under its own name."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.db.models import F
from django.db.models.functions import Now

from clustering import fence
from clustering.facts import CHECKS, SAME
from clustering.models import Node
from clustering.services import register

ALL_WELL = {name: [SAME, ""] for name in CHECKS}
As = Callable[[str], AbstractContextManager[None]]


@pytest.fixture(autouse=True)
def _no_lease_remembered() -> Iterator[None]:
    fence.forget()
    yield
    fence.forget()


@pytest.fixture
def as_node(monkeypatch: pytest.MonkeyPatch) -> As:
    """`with as_node("two"):` this process is that node."""

    @contextmanager
    def use(name: str) -> Iterator[None]:
        before = settings.NODE_NAME
        monkeypatch.setattr(settings, "NODE_NAME", name)
        fence.forget()
        yield
        monkeypatch.setattr(settings, "NODE_NAME", before)
        fence.forget()

    return use


def needs_failover() -> None:
    """SQLite is one machine: there is nobody to take over."""
    if connection.vendor == "sqlite":
        pytest.skip("one machine")


def two_nodes() -> tuple[Node, Node]:
    """`one` is active, `two` is passive; both have just sent a heartbeat and found nothing wrong."""
    one, two = register(name="one"), register(name="two")
    Node.objects.filter(pk=two.pk).update(role=Node.Role.PASSIVE)
    Node.objects.update(heartbeat_at=Now(), checked_at=Now(), checks=ALL_WELL)
    return one, two


def silence(node: Node, seconds: float) -> None:
    """Its last heartbeat was so long ago."""
    Node.objects.filter(pk=node.pk).update(heartbeat_at=F("heartbeat_at") - timedelta(seconds=seconds))
