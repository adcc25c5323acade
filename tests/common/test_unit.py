"""A unit: one transaction, joined by inner verbs, run again on deadlocks, with no call to the outside."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, OperationalError, connection

from common import unit
from common.models import Option, SignalRow

pytestmark = pytest.mark.django_db(transaction=True)


def deadlock() -> OperationalError:
    """An error as this database reports a deadlock."""
    if connection.vendor == "mysql":
        return OperationalError(1213, "Deadlock found when trying to get lock")
    if connection.vendor == "sqlite":
        return OperationalError("database is locked")
    error, cause = OperationalError("deadlock detected"), Exception()
    cause.sqlstate = "40P01"  # type: ignore[attr-defined]  # as psycopg has it
    error.__cause__ = cause
    return error


def fails(times: int, error: Callable[[], DatabaseError]) -> tuple[Callable[[], None], list[int]]:
    calls: list[int] = []

    @unit.write
    def verb() -> None:
        calls.append(len(calls))
        Option.objects.create(name=f"try-{len(calls)}", value=1)
        if len(calls) <= times:
            raise error()

    return verb, calls


def test_a_deadlocked_unit_is_run_again_whole() -> None:
    verb, calls = fails(2, deadlock)
    verb()
    assert len(calls) == 3
    assert list(Option.objects.values_list("name", flat=True)) == ["try-3"]


def test_it_gives_up_after_three_attempts() -> None:
    verb, calls = fails(9, deadlock)
    with pytest.raises(OperationalError):
        verb()
    assert len(calls) == unit.ATTEMPTS
    assert not Option.objects.exists()


def test_another_error_is_not_tried_again() -> None:
    verb, calls = fails(1, lambda: OperationalError(1146, "no such table"))
    with pytest.raises(OperationalError):
        verb()
    assert len(calls) == 1


def test_an_inner_verb_joins_and_is_rolled_back_with_the_outer() -> None:
    @unit.write
    def inner() -> None:
        Option.objects.create(name="inner", value=1)

    @unit.write
    def outer() -> None:
        inner()
        raise ValueError

    with pytest.raises(ValueError):
        outer()
    assert not Option.objects.exists()
    assert not unit.in_unit()


def test_calls_to_the_outside_are_refused_inside_only() -> None:
    unit.assert_no_transaction()
    with pytest.raises(RuntimeError):
        unit.run(unit.assert_no_transaction)
    unit.assert_no_transaction()


def test_late_rows_are_written_in_one_statement_and_die_with_the_unit() -> None:
    def signals() -> None:
        for number in range(5):
            unit.write_late(SignalRow(channel=f"ticket:{number}", name="changed"))
        assert not SignalRow.objects.exists()

    unit.run(signals)
    assert SignalRow.objects.count() == 5

    def broken() -> None:
        unit.write_late(SignalRow(channel="ticket:9", name="changed"))
        raise ValueError

    with pytest.raises(ValueError):
        unit.run(broken)
    unit.run(lambda: None)
    assert SignalRow.objects.count() == 5


def test_a_wake_up_runs_once_after_the_commit_and_never_after_a_rollback() -> None:
    seen: list[bool] = []

    def wake() -> None:
        seen.append(connection.in_atomic_block)

    def change(error: bool) -> None:
        unit.on_commit(wake)
        unit.on_commit(wake)
        if error:
            raise ValueError

    unit.run(lambda: change(False))
    with pytest.raises(ValueError):
        unit.run(lambda: change(True))
    assert seen == [False]
