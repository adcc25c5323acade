"""What the comparison of the books takes for the window in which a mail may be doubled, and what not."""

import pytest

from tests.crash.compare import Books, Kill, Taken, compare
from tests.live.rows import Rows

ID = "ticket_auto.1@northwind.example"


def found(kills: list[Kill], *, oks: int = 1, claims: int = 2) -> tuple[int, int]:
    """Unexplained doubles and those of the window, for a mail begun at 100.0 and noticed at 100.5."""
    row = {"message_id": ID, "subject": "x", "state": "sent", "last_error": "", "oks": oks, "claim": claims}
    outbound = [row | {"owner_kind": "ticket_note", "owner_id": 1}]
    rows = Rows(
        tickets=[], messages=[], inbound=[], outbound=outbound, facts=[], deliveries=[], notifications=[]
    )
    taken = [Taken(ID, 100.0, 100.5), Taken(ID, 103.0, 103.1)]
    verdict = compare(Books([], rows, 0, taken, kills))
    return len(verdict.problems), len(verdict.in_window)


@pytest.mark.parametrize("at", [100.001, 100.3, 100.5, 101.0, 103.0])
def test_a_kill_between_the_beginning_and_the_second_time_explains_it(at: float) -> None:
    assert found([Kill("mail", at, at + 0.001)]) == (0, 1)


def test_whose_last_dot_came_was_alive_when_it_began() -> None:
    assert found([Kill("mail", 99.95, 99.96)]) == (1, 0)


@pytest.mark.parametrize(
    "kills", [[], [Kill("web", 100.6, 100.7)], [Kill("mail", 103.2, 103.3)], [Kill("mail", 90.0, 90.1)]]
)
def test_no_kill_of_who_sends_in_between_is_a_fault(kills: list[Kill]) -> None:
    assert found(kills) == (1, 0)


@pytest.mark.parametrize(("oks", "claims"), [(2, 2), (0, 2), (1, 1)])
def test_a_kill_excuses_neither_two_notes_nor_one_claim(oks: int, claims: int) -> None:
    assert found([Kill("mail", 100.6, 100.7)], oks=oks, claims=claims) == (1, 0)
