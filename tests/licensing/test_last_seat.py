"""Two administrators fill the last seat at the same moment: one of them is refused."""

import threading

import pytest
from django.db import connection

from accounts.models import User
from accounts.services import enable, invite_agent
from licensing.errors import NoSeatError
from licensing.licensor import Folder
from licensing.selectors import seats_taken
from tests.factories.accounts import AgentFactory
from tests.licensing.conftest import ANN, activated, sold

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.matrix]


class Both:
    """Runs functions at once, each on a connection of its own; what they raised is in `refused`."""

    def __init__(self, *functions: object) -> None:
        self.refused: list[BaseException] = []
        self.begin = threading.Barrier(len(functions))
        threads = [threading.Thread(target=self._run, args=(function,)) for function in functions]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(120)
            assert not thread.is_alive()

    def _run(self, function: object) -> None:
        try:
            connection.ensure_connection()
            self.begin.wait(60)
            function()  # type: ignore[operator]  # tests give functions
        except BaseException as error:
            self.refused.append(error)
        finally:
            connection.close()


@pytest.fixture
def off(folder: Folder) -> tuple[User, User]:
    """Two who are switched off; of two seats one is taken."""
    activated(folder, sold(folder, 2))
    AgentFactory.create()
    return AgentFactory.create(is_active=False), AgentFactory.create(is_active=False)


def check_one_was_refused(both: Both) -> None:
    assert [type(error) for error in both.refused] == [NoSeatError]
    assert seats_taken() == 2


def test_two_are_switched_on_at_once(off: tuple[User, User]) -> None:
    one, two = off
    check_one_was_refused(Both(lambda: enable(user=one, actor=ANN), lambda: enable(user=two, actor=ANN)))


def test_one_is_invited_while_another_is_switched_on(off: tuple[User, User]) -> None:
    def invite() -> None:
        invite_agent(name="Otto", address="otto@example.org", roles=[], actor=ANN)

    check_one_was_refused(Both(invite, lambda: enable(user=off[0], actor=ANN)))


def test_many_are_invited_at_once(off: tuple[User, User]) -> None:
    def invite(number: int) -> None:
        invite_agent(name=f"N{number}", address=f"n{number}@example.org", roles=[], actor=ANN)

    both = Both(*(lambda n=n: invite(n) for n in range(4)))
    assert [type(error) for error in both.refused] == [NoSeatError] * 3
    assert seats_taken() == 2
