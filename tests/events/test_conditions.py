"""What conditions say about an event's arguments and its time."""

import time
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.errors import InvalidRuleError
from events.evaluator import PatternError, compile_conditions, kinds_of, operators_for
from events.registry import RuleScope, event_types, register_values, values
from tests.events.rules import ARGS, EVENT

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)  # a Wednesday
BERLIN = ZoneInfo("Europe/Berlin")


def holds(
    key: str, op: str, value: Any = None, *, at: datetime = NOON, event: int = EVENT, **args: Any
) -> bool:
    leaf = {"key": key, "op": op} | ({} if value is None else {"value": value})
    return compile_conditions({"all": [leaf]}, event, BERLIN)(ARGS | args, at)


@pytest.fixture(autouse=True)
def _priorities(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(values, "_values", {})
    ranks = ("Low", "Normal", "High", "Urgent")
    register_values("priority", lambda scope: [(name, name) for name in ranks], ordered=True)
    assert RuleScope("system").user_id == 0


@pytest.mark.parametrize(
    ("op", "value", "expected"),
    [
        ("is", "the PRINTER burns", True),
        ("is", "printer", False),
        ("is_not", "printer", True),
        ("contains", "PRINT", True),
        ("contains", "scanner", False),
        ("not_contains", "scanner", True),
        ("starts", "The p", True),
        ("starts", "printer", False),
        ("matches", r"\bprinter\s+burns$", True),
        ("matches", r"^burns", False),
        ("not_matches", r"^burns", True),
        ("one_of", ["a", "The printer burns"], True),
        ("one_of", ["a", "b"], False),
        ("empty", None, False),
        ("not_empty", None, True),
    ],
)
def test_texts(op: str, value: Any, expected: bool) -> None:
    assert holds("subject", op, value) is expected


def test_an_empty_or_missing_text() -> None:
    assert holds("subject", "empty", subject="  ")
    assert holds("subject", "empty", subject=None)
    assert not holds("subject", "is", "x", subject=None)


def test_tags_are_a_list() -> None:
    assert holds("tags", "one_of", ["VIP"])
    assert not holds("tags", "one_of", ["print"])
    assert holds("tags", "contains", "print")


def test_ids_and_choices() -> None:
    assert holds("groupId", "is", 3)
    assert holds("groupId", "is", "3")
    assert holds("groupId", "one_of", ["3", "4"])
    assert holds("groupId", "none_of", [4, 5])
    assert not holds("groupId", "is_not", "3")
    assert holds("status", "is", "Active")
    assert not holds("status", "none_of", ["Active", "Waiting"])


def test_priority_by_its_order() -> None:
    assert holds("priority", "at_least", "High")
    assert holds("priority", "at_least", "Normal")
    assert not holds("priority", "at_least", "Urgent")
    assert holds("priority", "at_most", "High")
    assert not holds("priority", "at_most", "Normal")
    assert not holds("priority", "at_least", "Low", priority="Unheard of")
    assert not holds("priority", "at_most", "Urgent", priority="Unheard of")


def test_only_ordered_keys_are_compared_by_order() -> None:
    assert "at_least" in operators_for("choice", "priority")
    assert "at_least" not in operators_for("choice", "status")
    with pytest.raises(InvalidRuleError, match="cannot be compared"):
        holds("status", "at_least", "Active")


@settings(deadline=None)
@given(a=st.integers(-(10**6), 10**6), b=st.integers(-(10**6), 10**6), x=st.integers(-(10**6), 10**6))
def test_numbers(a: int, b: int, x: int) -> None:
    def idle(op: str, value: Any) -> bool:
        return holds("idleMinutes", op, value, event=502008, idleMinutes=x)

    assert idle("lt", str(a)) == (x < a)
    assert idle("gt", a) == (x > a)
    assert idle("is", f" {a} ") == (x == a)
    assert idle("between", [a, b]) == (min(a, b) <= x <= max(a, b))
    assert idle("lt", a) + idle("is", a) + idle("gt", a) == 1


def test_no_number_fits_no_comparison() -> None:
    for op, value in (("lt", 5), ("gt", 5), ("is", 5), ("between", [1, 9])):
        assert not holds("idleMinutes", op, value, event=502008, idleMinutes=None)


def test_switches() -> None:
    assert holds("isPinned", "is", False)
    assert holds("isPinned", "is", "true", isPinned=True)
    assert not holds("isPinned", "is", "true")


def test_days_are_days_of_the_rules_zone() -> None:
    late = "2026-03-01T23:30:00+00:00"  # half past midnight on the second in Berlin
    assert holds("dateOpenedUtc", "is", "2026-03-02", dateOpenedUtc=late)
    assert not holds("dateOpenedUtc", "is", "2026-03-01", dateOpenedUtc=late)
    assert holds("dateOpenedUtc", "gt", "2026-03-01", dateOpenedUtc=late)
    assert not holds("dateOpenedUtc", "gt", "2026-03-02", dateOpenedUtc=late)
    assert holds("dateOpenedUtc", "lt", "2026-03-03", dateOpenedUtc=late)
    assert holds("dateOpenedUtc", "between", ["2026-03-03", "2026-03-02"], dateOpenedUtc=late)


def test_moments() -> None:
    assert holds("dateOpenedUtc", "lt", "2026-03-01T11:01")  # 11:00 in Berlin
    assert not holds("dateOpenedUtc", "lt", "2026-03-01T11:00")
    assert holds("dateOpenedUtc", "gt", "2026-03-01T09:59:59+00:00")
    assert holds("dateOpenedUtc", "between", ["2026-03-01T10:00+00:00", "2026-03-01T10:00+00:00"])
    assert not holds("dateOpenedUtc", "gt", "2020-01-01", dateOpenedUtc=None)


SECONDS = st.integers(0, 15 * 366 * 24 * 3600)


@settings(deadline=None)
@given(seconds=SECONDS, zone=st.sampled_from(["UTC", "Asia/Kathmandu", "America/New_York"]))
def test_time_of_day_and_its_complement_share_each_moment(seconds: int, zone: str) -> None:
    moment = NOON + timedelta(seconds=seconds)

    def between(start: str, end: str) -> bool:
        leaf = {"key": "time", "op": "between", "value": [start, end]}
        return compile_conditions({"all": [leaf]}, EVENT, ZoneInfo(zone))({}, moment)

    assert between("22:00", "06:00") != between("06:00", "22:00")
    assert between("08:30", "17:00") != between("17:00", "08:30")


def test_time_of_day_across_the_change_of_clocks() -> None:
    night = ["02:30", "03:30"]
    before = datetime(2026, 3, 29, 0, 59, tzinfo=UTC)  # 01:59 in Berlin; a minute later it is 03:00
    assert not holds("time", "between", night, at=before)
    assert holds("time", "between", night, at=before + timedelta(minutes=1))
    assert holds("time", "between", ["22:00", "06:00"], at=datetime(2026, 7, 1, 3, 59, tzinfo=UTC))
    assert not holds("time", "between", ["22:00", "06:00"], at=datetime(2026, 7, 1, 4, 0, tzinfo=UTC))
    assert holds("time", "between", ["22:00", "06:00"], at=datetime(2026, 1, 1, 4, 59, tzinfo=UTC))


def test_weekday_is_that_of_the_zone() -> None:
    sunday_night = datetime(2026, 3, 8, 23, 30, tzinfo=UTC)
    assert holds("weekday", "one_of", ["1"], at=sunday_night)
    assert not holds("weekday", "one_of", [7], at=sunday_night)


def leaf(truth: bool) -> dict[str, Any]:
    return {"key": "subject", "op": "contains", "value": "printer" if truth else "scanner"}


Tree = Any
TREES = st.recursive(
    st.booleans(),
    lambda inner: st.tuples(st.sampled_from(["all", "any"]), st.lists(inner, min_size=1, max_size=4)),
    max_leaves=12,
)


def as_json(tree: Tree) -> dict[str, Any]:
    return leaf(tree) if isinstance(tree, bool) else {tree[0]: [as_json(child) for child in tree[1]]}


def value_of(tree: Tree) -> bool:
    if isinstance(tree, bool):
        return tree
    return (all if tree[0] == "all" else any)(value_of(child) for child in tree[1])


@settings(deadline=None)
@given(tree=TREES)
def test_groups_of_conditions(tree: Tree) -> None:
    assert compile_conditions(as_json(tree), EVENT, BERLIN)(ARGS, NOON) == value_of(tree)


@pytest.mark.parametrize("nothing", [{}, None, {"all": []}, {"any": []}])
def test_without_conditions_it_always_holds(nothing: Any) -> None:
    assert compile_conditions(nothing, EVENT, BERLIN)(ARGS, NOON)


@pytest.mark.parametrize(
    ("conditions", "place"),
    [
        ({"all": [leaf(True), {"key": "nothing", "op": "is", "value": 1}]}, "conditions.all.1"),
        (
            {"any": [{"all": [leaf(True), {"key": "subject", "op": "gt", "value": 1}]}]},
            "conditions.any.0.all.1",
        ),
        ({"all": [{"any": []}]}, "conditions.all.0"),
        ({"all": [{"key": "subject", "op": "contains"}]}, "conditions.all.0"),
        ({"all": [{"key": "subject", "op": "contains", "value": ""}]}, "conditions.all.0"),
        ({"all": [{"key": "subject", "op": "matches", "value": "(a"}]}, "conditions.all.0"),
        ({"all": [{"key": "subject", "op": "matches", "value": "a" * 301}]}, "conditions.all.0"),
        ({"all": [{"key": "dateOpenedUtc", "op": "lt", "value": "soon"}]}, "conditions.all.0"),
        ({"all": [{"key": "dateOpenedUtc", "op": "between", "value": ["2026-01-01"]}]}, "conditions.all.0"),
        ({"all": [{"key": "time", "op": "between", "value": ["8", "9"]}]}, "conditions.all.0"),
        ({"all": [{"key": "time", "op": "between", "value": ["08:00", "08:00"]}]}, "conditions.all.0"),
        ({"all": [{"key": "weekday", "op": "one_of", "value": ["8"]}]}, "conditions.all.0"),
        ({"all": [{"key": "priority", "op": "at_least", "value": "Immense"}]}, "conditions.all.0"),
        ({"all": [leaf(True)] * 101}, "conditions.all.100"),
        ({"all": [leaf(True)], "any": []}, "conditions"),
        ({"all": "x"}, "conditions"),
        ("x", "conditions"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(conditions: Any, place: str) -> None:
    with pytest.raises(InvalidRuleError) as caught:
        compile_conditions(conditions, EVENT, BERLIN)
    assert caught.value.place == place
    assert caught.value.message


def test_an_expression_that_never_ends_is_refused_or_stopped() -> None:
    with pytest.raises(InvalidRuleError, match="too long"):
        holds("subject", "matches", r"^(a|aa)+\1$")
    test = compile_conditions(
        {"all": [{"key": "subject", "op": "matches", "value": r"^(b|bb)+\1c$"}]}, EVENT, BERLIN
    )
    started = time.process_time()
    for _ in range(20):
        with pytest.raises(PatternError):
            test(ARGS | {"subject": "b" * 60}, NOON)
    assert time.process_time() - started < 1, "after three times it is not tried again"


def test_every_key_of_every_event_can_be_asked() -> None:
    for event in event_types().values():
        for key, kind in kinds_of(event.id).items():
            assert operators_for(kind, key), f"{event.name}: {key}"
