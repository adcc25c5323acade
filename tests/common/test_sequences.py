"""Numbers from blocks: unique over threads, also when the block is lost."""

import threading

import pytest
from django.db import connection

from common import sequences

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _fresh() -> None:
    sequences.forget()


def test_numbers_are_in_order_and_a_block_costs_one_visit() -> None:
    assert [sequences.take("number", block=4) for _ in range(4)] == [0, 1, 2, 3]
    assert sequences.take("other") == 0
    assert sequences.take("number", block=4) == 4


def test_a_lost_block_is_a_gap_and_never_a_double() -> None:
    first = sequences.take("number", block=4)
    sequences.forget()
    assert sequences.take("number", block=4) == first + 4


def test_threads_never_get_the_same_number() -> None:
    taken: list[int] = []

    def take() -> None:
        try:
            taken.extend(sequences.take("number", block=5) for _ in range(50))
        finally:
            connection.close()

    threads = [threading.Thread(target=take) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == len(set(taken)) == 300
