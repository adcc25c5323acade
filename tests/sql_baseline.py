"""SQL statements a page may cost, checked in: `tests/baselines/sql.json`.

    def test_the_list(sql_baseline, client): ...
        sql_baseline("ticket list as Ann", count)

The count may fall, never grow; `pytest --update-baselines` writes what was measured.
"""

import fcntl
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.cache.backends.locmem import LocMemCache

from clustering import fence
from common import clock

BASELINES = Path(__file__).parent / "baselines" / "sql.json"
COUNTING = frozenset(
    {"CaptureQueriesContext", "sql_baseline", "django_assert_num_queries", "django_assert_max_num_queries"}
)
SqlBaseline = Callable[[str, int], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-baselines", action="store_true", help="write the measured SQL counts")


def read() -> dict[str, int]:
    return {str(name): int(count) for name, count in json.loads(BASELINES.read_text()).items()}


def _write(name: str, count: int) -> None:
    with BASELINES.open("r+") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        known = json.load(handle)
        known[name] = count
        handle.seek(0)
        handle.truncate()
        handle.write(json.dumps(known, indent=2, sort_keys=True) + "\n")


def check(name: str, count: int) -> None:
    """Fail when the count is new or larger than the one checked in."""
    known = read()
    if name not in known:
        pytest.fail(f"no SQL baseline for {name!r} ({count} statements): run with --update-baselines")
    if count > known[name]:
        pytest.fail(f"{name!r} costs {count} SQL statements, the baseline is {known[name]}")


class _ClockSeen(dict[str, tuple[float, datetime]]):
    """As if each database had been asked for its time; the tests' servers have the clock of this machine."""

    def __missing__(self, name: str) -> tuple[float, datetime]:
        return self.setdefault(name, (clock.boot_seconds(), datetime.now(UTC)))

    def get(self, name: str, default: Any = None) -> tuple[float, datetime]:
        return self[name]


@pytest.fixture(autouse=True)
def nothing_runs_out_while_counting(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where statements are counted, what is remembered for seconds stays remembered.

    The lease, some settings and the database's clock are asked anew after one to five seconds, whatever
    is asked: on a slow machine that would count as one more.
    """
    if COUNTING.isdisjoint({*vars(request.module), *request.fixturenames}):
        return
    monkeypatch.setattr(fence, "_TTL_SECONDS", 3600.0)
    monkeypatch.setattr(clock, "_seen", _ClockSeen())
    monkeypatch.setattr(clock, "_NEAR_SECONDS", 3600.0)
    monkeypatch.setattr(LocMemCache, "_has_expired", lambda cache, key: key not in cache._expire_info)


@pytest.fixture
def sql_baseline(request: pytest.FixtureRequest) -> SqlBaseline:
    return _write if request.config.getoption("--update-baselines") else check
