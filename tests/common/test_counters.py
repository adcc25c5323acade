"""Counters: deltas add up, folding changes no count, also while others add."""

import threading

import pytest
from django.db import connection

from common import counters
from common.models import Count
from common.unit import run


def add(*changes: tuple[tuple[int, int, int], int]) -> None:
    run(lambda: counters.add("open", changes))


@pytest.mark.django_db
def test_a_count_is_the_sum_of_its_changes() -> None:
    add(((1, 0, 1), 1), ((1, 0, 1), 1), ((2, 7, 1), 3), ((1, 0, 1), -1), ((3, 0, 1), 1), ((3, 0, 1), -1))
    assert counters.totals("open") == {(1, 0, 1): 1, (2, 7, 1): 3}
    assert counters.totals("open", a=[2]) == {(2, 7, 1): 3}
    assert counters.totals("open", b=0) == {(1, 0, 1): 1}
    assert counters.totals("other") == {}
    assert counters.names() == ["open"]


@pytest.mark.django_db
def test_folding_keeps_the_sums_and_leaves_one_row_a_key() -> None:
    add(*[((n % 3, n % 2, 1), 1) for n in range(60)])
    before = counters.totals("open")
    assert counters.fold("open", limit=40) == 40
    assert counters.totals("open") == before
    assert counters.fold("open") == 20
    assert counters.totals("open") == before
    assert Count.objects.count() == len(before) == 6
    assert counters.fold("open") == 0


@pytest.mark.django_db(transaction=True)
def test_nothing_is_lost_while_two_fold_and_others_add() -> None:
    stop = threading.Event()
    errors: list[BaseException] = []

    def folding() -> None:
        try:
            while not stop.is_set():
                counters.fold("open", limit=7)
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    def adding() -> None:
        try:
            for number in range(40):
                add(((number % 2, 0, 1), 1))
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    folders = [threading.Thread(target=folding) for _ in range(2)]
    adders = [threading.Thread(target=adding) for _ in range(2)]
    for thread in folders + adders:
        thread.start()
    for thread in adders:
        thread.join()
    stop.set()
    for thread in folders:
        thread.join()
    assert not errors
    assert counters.totals("open") == {(0, 0, 1): 40, (1, 0, 1): 40}


@pytest.mark.django_db
def test_a_recount_replaces_everything() -> None:
    add(((1, 0, 1), 5))
    counters.replace("open", {(2, 0, 1): 9, (3, 0, 1): 0})
    assert counters.totals("open") == {(2, 0, 1): 9}
