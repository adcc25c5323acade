"""A connection that is lost between two transactions costs one error, and never the thread that had it."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from django.db import Error, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from common.models import Option
from tests.sessions import kill

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.matrix]


@pytest.fixture(autouse=True)
def _needs_sessions() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has no sessions")


def change(name: str) -> None:
    with transaction.atomic():
        Option.objects.create(name=name, value=1)


def once(after: Callable[..., Any], then: Callable[[Any], None]) -> Callable[..., Any]:
    """`after` as it is, and the first time `then` of what it gave."""
    left = [True]

    def both(*args: Any) -> Any:
        found = after(*args)
        if left.pop() if left else False:
            then(found)
        return found

    return both


def goes_on(name: str) -> None:
    """The next change may still fail, the one after it works, and is committed."""
    with suppress(Error):
        change(f"{name}-first")
    connection.close_if_unusable_or_obsolete()  # as before every task and page
    change(name)
    assert not connection.in_atomic_block
    other: BaseDatabaseWrapper = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM common_option WHERE name = %s", [name])
        assert cursor.fetchone()[0] == 1
    other.close()


def test_lost_between_two_transactions(monkeypatch: pytest.MonkeyPatch) -> None:
    commit = getattr(connection, "_commit")  # noqa: B009 - the stubs leave it out
    monkeypatch.setattr(connection, "_commit", once(commit, lambda _: kill(connection.connection)))
    with suppress(Error):
        change("one")
    goes_on("two")


def test_lost_as_soon_as_it_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    connection.close()
    monkeypatch.setattr(connection, "get_new_connection", once(connection.get_new_connection, kill))
    goes_on("one")


def test_lost_in_a_transaction_and_again_when_it_comes_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def lost() -> None:
        kill(connection.connection)
        monkeypatch.setattr(connection, "get_new_connection", once(connection.get_new_connection, kill))
        change("lost")

    with pytest.raises(Error):
        transaction.atomic()(lost)()
    goes_on("one")
