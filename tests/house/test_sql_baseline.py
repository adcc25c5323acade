"""The helper that holds pages to their SQL baselines does fail."""

import pytest

from tests import sql_baseline


@pytest.fixture(autouse=True)
def _known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sql_baseline, "read", lambda: {"ticket list": 9})


@pytest.mark.parametrize("count", [0, 8, 9])
def test_fewer_or_as_many_pass(count: int) -> None:
    sql_baseline.check("ticket list", count)


def test_more_statements_fail() -> None:
    with pytest.raises(pytest.fail.Exception, match="costs 10 SQL statements, the baseline is 9"):
        sql_baseline.check("ticket list", 10)


def test_an_unknown_page_fails() -> None:
    with pytest.raises(pytest.fail.Exception, match="no SQL baseline"):
        sql_baseline.check("something new", 1)
