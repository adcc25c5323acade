"""Rules are written, changed, moved and deleted; what is wrong is refused with its place."""

from typing import Any

import pytest

from common.models import AuditEntry
from events.drafts import draft_of, problems
from events.errors import InvalidRuleError, RuleChangedError
from events.models import Delivery, Rule
from events.registry import ActionRun, ActionType, Param, RuleScope, register_action
from events.selectors import rules_of
from events.services import change_rule, create_rule, delete_rule, enable_rule, fan_out, move_rule
from tests.events.rules import ADMIN, action, draft, fact, rule

pytestmark = pytest.mark.django_db


def said() -> list[str]:
    return list(AuditEntry.objects.filter(item_kind="rule").order_by("id").values_list("action", flat=True))


def test_a_rule_is_made_changed_switched_and_deleted(ran: list[ActionRun]) -> None:
    made = rule(name=" Printers ", folder=" A ")
    assert (made.name, made.folder, made.version, made.position) == ("Printers", "A", 1, 0)
    changed = change_rule(made.pk, draft(name="Fires", folder="A"), version=1, actor=ADMIN)
    assert (changed.name, changed.version) == ("Fires", 2)
    assert enable_rule(made.pk, is_enabled=False, actor=ADMIN).version == 3
    assert enable_rule(made.pk, is_enabled=False, actor=ADMIN).version == 3
    delete_rule(made.pk, actor=ADMIN)
    assert not Rule.objects.exists()
    assert said() == ["rule.created", "rule.changed", "rule.disabled", "rule.deleted"]
    assert AuditEntry.objects.filter(action="rule.changed").get().data == {
        "name": "Fires",
        "fields": ["name"],
    }


def test_what_is_saved_unchanged_is_no_change(ran: list[ActionRun]) -> None:
    made = rule()
    assert change_rule(made.pk, draft_of(made), version=1, actor=ADMIN).version == 1
    assert said() == ["rule.created"]


def test_who_saves_second_is_told(ran: list[ActionRun]) -> None:
    made = rule()
    change_rule(made.pk, draft(name="First"), version=1, actor=ADMIN)
    with pytest.raises(RuleChangedError):
        change_rule(made.pk, draft(name="Second"), version=1, actor=ADMIN)
    assert Rule.objects.get().name == "First"


def test_level_and_owner_stay(ran: list[ActionRun]) -> None:
    made = rule()
    change_rule(made.pk, draft(name="New", level="agent", owner_id=1), version=1, actor=ADMIN)
    assert (Rule.objects.get().level, Rule.objects.get().owner_id) == ("system", None)


def test_rules_are_moved_within_and_between_folders(ran: list[ActionRun]) -> None:
    one, two, three = (rule(name=name, folder="A") for name in ("1", "2", "3"))
    move_rule(three.pk, folder="A", position=0, actor=ADMIN)
    assert [found.name for found in rules_of(RuleScope("system"))] == ["3", "1", "2"]
    move_rule(one.pk, folder="B", position=9, actor=ADMIN)
    assert [(found.folder, found.name) for found in rules_of(RuleScope("system"))] == [
        ("A", "3"),
        ("A", "2"),
        ("B", "1"),
    ]
    assert said().count("rule.moved") == 1
    assert two.version == Rule.objects.get(pk=two.pk).version


def test_a_deleted_rule_leaves_nothing_to_do(ran: list[ActionRun]) -> None:
    made = rule(once_per_item=True)
    fact()
    fan_out()
    delete_rule(made.pk, actor=ADMIN)
    assert Delivery.objects.get().state == Delivery.State.DONE


def refused(**fields: Any) -> list[str]:
    found = [problem.place for problem in problems(draft(**fields))]
    if found:
        with pytest.raises(InvalidRuleError):
            create_rule(draft(**fields), actor=ADMIN)
    return found


@pytest.mark.parametrize(
    ("fields", "places"),
    [
        ({}, []),
        ({"name": "  "}, ["name"]),
        ({"name": "x" * 81, "folder": "x" * 81}, ["name", "folder"]),
        ({"event_id": 1}, ["event_id"]),
        ({"zone": "Mars/Olympus"}, ["zone"]),
        ({"every_minutes": -1}, ["every_minutes"]),
        ({"level": "agent"}, ["level"]),
        ({"actions": []}, ["actions"]),
        ({"actions": [action("unheard-of")]}, ["actions.0"]),
        ({"actions": [action(), action()]}, ["actions.1"]),
        ({"actions": [action(action_id="a:b")]}, ["actions.0"]),
        ({"actions": [action(every_minutes=-5)]}, ["actions.0.every_minutes"]),
        (
            {"name": "", "conditions": {"all": [{"key": "x", "op": "is", "value": 1}]}, "actions": []},
            ["name", "conditions.all.0", "actions"],
        ),
    ],
)
def test_what_is_wrong_is_refused_with_its_place(
    ran: list[ActionRun], fields: dict[str, Any], places: list[str]
) -> None:
    assert refused(**fields) == places
    assert Rule.objects.exists() is False


@pytest.fixture
def demanding(ran: list[ActionRun]) -> None:
    def choices(scope: RuleScope) -> list[tuple[str, str]]:
        return [("1", "One"), ("2", f"Two of {scope.level}")]

    params = (
        Param("text", "text", "Text"),
        Param("one", "choice", "One", choices=choices),
        Param("some", "multichoice", "Some", choices=choices, required=False),
        Param("count", "number", "Count", required=False),
        Param("wait", "minutes", "Wait", required=False),
        Param("on", "bool", "On"),
        Param("page", "url", "Page", required=False),
        Param("to", "address", "To", required=False),
    )
    register_action(
        ActionType("demanding", "Demanding", "dot", params, ran.append, frozenset({"ticket"}), "system")
    )


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ({"one": "1"}, "text"),
        ({"text": "x" * 501, "one": "1"}, "text"),
        ({"text": "x"}, "one"),
        ({"text": "x", "one": "3"}, "one"),
        ({"text": "x", "one": "1", "some": ["1", "3"]}, "some"),
        ({"text": "x", "one": "1", "count": "many"}, "count"),
        ({"text": "x", "one": "1", "wait": "-1"}, "wait"),
        ({"text": "x", "one": "1", "page": "ftp://x"}, "page"),
        ({"text": "x", "one": "1", "to": "ann@northwind.example, nobody"}, "to"),
    ],
)
def test_parameters_are_checked(demanding: None, given: dict[str, Any], place: str) -> None:
    assert refused(actions=[action("demanding", **given)]) == [f"actions.0.params.{place}"]


def test_parameters_are_stored_in_their_types(demanding: None) -> None:
    given: dict[str, Any] = {
        "text": "x",
        "one": 1,
        "some": [1, "2"],
        "count": "7",
        "on": "on",
        "more": "left out",
    }
    made = rule(actions=[action("demanding", **given)])
    assert made.actions[0]["params"] == {
        "text": "x",
        "one": "1",
        "some": ["1", "2"],
        "count": 7,
        "wait": None,
        "on": True,
        "page": "",
        "to": "",
    }


def test_actions_fit_level_and_item(demanding: None) -> None:
    fitting = action("demanding", text="x", one="1")
    assert refused(actions=[fitting]) == []
    assert refused(actions=[fitting], level="agent", owner_id=1) == ["actions.0"]
    assert refused(actions=[fitting], event_id=509000) == ["actions.0"]
