"""One way for every change: a service verb is one transaction, ended by the fence, retried whole."""

import functools
import threading
import time
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from django.db import DatabaseError, OperationalError, connection, transaction
from django.db.models import Model

P = ParamSpec("P")
R = TypeVar("R")

ATTEMPTS = 3
_RETRY_SQLSTATES = frozenset({"40001", "40P01"})  # serialization failure, deadlock (PostgreSQL)
_RETRY_MYSQL = frozenset({1205, 1213})  # lock wait timeout, deadlock


class _State(threading.local):
    def __init__(self) -> None:
        self.depth = 0
        self.late: dict[type[Model], list[Model]] = {}
        self.wakes: set[Callable[[], object]] = set()


_state = _State()
_fences: list[Callable[[], None]] = []
_begins: list[Callable[[], object]] = []
_refused: list[Callable[["FenceError"], object]] = []


class FenceError(Exception):
    """This node is not the active one any more; the transaction is rolled back and nothing has left."""


class LeaseMovedError(FenceError):
    """The node became the active one while the unit ran: the same unit run again may well succeed."""


def register_fence(fence: Callable[[], None], *, begin: Callable[[], object]) -> None:
    """`fence` runs as the last statement of every unit, inside the transaction; it raises FenceError.

    `begin` runs before the transaction opens: what the fence compares with is what was known then.
    """
    if fence not in _fences:
        _fences.append(fence)
        _begins.append(begin)


def on_refusal(hear: Callable[[FenceError], object]) -> None:
    """`hear` is told of each refusal of the fence, after the transaction was rolled back."""
    if hear not in _refused:
        _refused.append(hear)


def in_unit() -> bool:
    """True while a unit of this thread is open."""
    return _state.depth > 0


def assert_no_transaction() -> None:
    """For gateways: nothing may leave the system while a transaction of a service is open.

    Raises RuntimeError: such a call is a mistake in the program, never of its input.
    """
    if in_unit():
        raise RuntimeError("A call to the outside inside a transaction: move it before or after the unit.")


def is_retryable(error: DatabaseError) -> bool:
    """Deadlocks, serialization failures and lock waits: the same unit run again may well succeed."""
    cause = error.__cause__
    sqlstate = getattr(cause, "sqlstate", None)
    if sqlstate in _RETRY_SQLSTATES:
        return True
    code = error.args[0] if error.args else None
    if connection.vendor == "mysql":
        return code in _RETRY_MYSQL
    return connection.vendor == "sqlite" and "locked" in str(error)


def _run(function: Callable[[], R], fenced: bool) -> R:
    if fenced:
        for begin in _begins:
            begin()
    _state.depth += 1
    try:
        with transaction.atomic():
            result = function()
            _write_late()
            if fenced:
                for fence in _fences:
                    fence()
        return result
    finally:
        _state.depth -= 1
        _state.late = {}
        _state.wakes = set()


def write_late(row: Model) -> None:
    """Inserts a row that nobody reads before the unit ends: log, facts, counters, signals.

    All rows of a model go in one statement just before the fence. Outside a unit it is inserted at once.
    """
    if in_unit():
        _state.late.setdefault(type(row), []).append(row)
    else:
        row.save(force_insert=True)


def _write_late() -> None:
    late, _state.late = _state.late, {}
    for model, rows in late.items():
        model._default_manager.bulk_create(rows)


def run(function: Callable[[], R], *, fenced: bool = True) -> R:
    """Runs `function` as one unit; an open unit of this thread is joined.

    Raises what `function` raises, FenceError, and the database's error after three attempts.
    """
    if in_unit():
        return function()
    nested = connection.in_atomic_block  # inside a test's transaction a retry could not start afresh
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return _run(function, fenced)
        except LeaseMovedError:
            if nested or attempt == ATTEMPTS:
                raise
        except FenceError as error:
            for hear in _refused:
                hear(error)
            raise
        except OperationalError as error:
            if nested or attempt == ATTEMPTS or not is_retryable(error):
                raise
            time.sleep(0.02 * attempt * attempt)
    raise AssertionError("unreachable")


def write(function: Callable[P, R]) -> Callable[P, R]:
    """Decorator of every service verb."""

    @functools.wraps(function)
    def verb(*args: P.args, **kwargs: P.kwargs) -> R:
        return run(lambda: function(*args, **kwargs))

    return verb


def write_unfenced(function: Callable[P, R]) -> Callable[P, R]:
    """As `write`, for the changes that a passive node may make too: heartbeat, sign-in, clustering."""

    @functools.wraps(function)
    def verb(*args: P.args, **kwargs: P.kwargs) -> R:
        return run(lambda: function(*args, **kwargs), fenced=False)

    return verb


def on_commit(function: Callable[[], object]) -> None:
    """Runs `function` once after the unit's commit; only for wake-ups, whose loss costs one sweep."""
    if in_unit():
        if function in _state.wakes:
            return
        _state.wakes.add(function)
    transaction.on_commit(function, robust=True)
