"""The dry run of the editor: in steps, compared with the saved rule, with nothing changed."""

import re
from typing import Any

import pytest
from django.core.signing import dumps
from django.test import Client

from common.actor import SYSTEM
from common.models import OutboxRow
from events.models import Delivery, RuleRun
from events.views import trying
from tests.events.pages import CREATED, browser_of, form_of, make_rule
from tests.factories.accounts import AgentFactory, administrator, named

PAGE = "/settings/rules"
SUBJECTS = ("VIP: all is down", "A question", "vip wishes", "Invoice")


@pytest.fixture
def admin(db: None) -> Client:
    return browser_of(administrator("Admin"))


def facts(*subjects: str) -> None:
    for item, subject in enumerate(subjects, start=1):
        args = {"subject": subject, "tags": "", "groupId": 1, "ticketNumber": f"168-0000000{item}-0001"}
        row = {"event_id": CREATED, "item_kind": "ticket", "item_id": item, "args": args, "state": 1}
        OutboxRow.objects.create(**row, **SYSTEM.columns)


def only(key: str, op: str, value: Any) -> dict[str, Any]:
    return {"all": [{"key": key, "op": op, "value": value}]}


def tried(client: Client, address: str, fields: dict[str, Any]) -> list[str]:
    """All answers of a dry run, as the page asks for them."""
    pages: list[str] = []
    state: str | None = ""
    while state is not None:
        answer = client.post(address, fields | ({"dry_state": state} if state else {}))
        assert answer.status_code == 200
        pages.append(answer.content.decode())
        found = re.search(r'data-dry-state value="([^"]+)"', pages[-1])
        state = found.group(1) if found else None
    return pages


def test_it_says_what_would_match_and_what_would_not_any_more(admin: Client) -> None:
    facts(*SUBJECTS)
    rule = make_rule(conditions=only("subject", "starts", "vip"))
    fields = form_of(admin.get(f"{PAGE}/{rule.pk}").content.decode())
    (page,) = tried(admin, f"{PAGE}/{rule.pk}/try", fields | {"n1-op": "contains", "n1-value": "v"})
    assert '<b class="num">3</b>' in page  # the two, and the invoice
    assert "would match, of 4 events." in page
    assert "The saved rule matches 2" in page
    assert "1 is new." in page
    assert "write a line to “vip.jsonl”" in page
    (page,) = tried(admin, f"{PAGE}/{rule.pk}/try", fields | {"n1-value": "vip:"})
    assert "1 drops out." in page
    assert page.index("Would not match any more") < page.index("vip wishes")


def test_it_writes_nothing(admin: Client) -> None:
    facts(*SUBJECTS)
    rule = make_rule(conditions={})
    fields = form_of(admin.get(f"{PAGE}/{rule.pk}").content.decode())
    tried(admin, f"{PAGE}/{rule.pk}/try", fields)
    rule.refresh_from_db()
    assert (rule.version, Delivery.objects.count(), RuleRun.objects.count()) == (1, 0, 0)


def test_much_is_read_in_steps_with_progress(admin: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trying, "STEP_MS", 0)
    monkeypatch.setattr("events.dryrun.trial.CHUNK", 2)
    facts(*SUBJECTS, "vip again")
    rule = make_rule(conditions=only("subject", "starts", "vip"))
    fields = form_of(admin.get(f"{PAGE}/{rule.pk}").content.decode())
    pages = tried(admin, f"{PAGE}/{rule.pk}/try", fields)
    assert len(pages) == 3
    assert "2 of 5 read" in pages[0]
    assert "data-dry-cancel" in pages[0]
    assert '<b class="num">3</b>' in pages[-1]


def test_rules_that_would_set_each_other_off_are_named(admin: Client) -> None:
    args = {"subject": "A question", "oldPriority": "Low", "newPriority": "Normal", "priority": "Normal"}
    row = {"event_id": 502003, "item_kind": "ticket", "item_id": 1, "args": args, "state": 1}
    OutboxRow.objects.create(**row, **SYSTEM.columns)
    up = {"id": "a1", "type": "set_priority", "params": {"priority": "Urgent"}}
    down = {"id": "a1", "type": "set_priority", "params": {"priority": "Low"}}
    make_rule("Down", event_id=502003, conditions=only("newPriority", "is", "Urgent"), actions=[down])
    rule = make_rule("Up", event_id=502003, conditions=only("newPriority", "is_not", "Urgent"), actions=[up])
    fields = form_of(admin.get(f"{PAGE}/{rule.pk}").content.decode())
    (page,) = tried(admin, f"{PAGE}/{rule.pk}/try", fields)
    assert "This would go in circles." in page
    assert "Up → Down → Up" in page


def test_the_chart_has_its_table_and_its_file(admin: Client) -> None:
    facts(*SUBJECTS)
    rule = make_rule(conditions={})
    fields = form_of(admin.get(f"{PAGE}/{rule.pk}").content.decode())
    (page,) = tried(admin, f"{PAGE}/{rule.pk}/try", fields)
    assert 'aria-label="Matches a day, at most 4, on' in page
    assert page.count("<tr><td>") == 31
    assert "data:text/csv;charset=utf-8,day%2Cas_edited%2Cas_saved%0A" in page


def test_a_rule_that_is_not_whole_says_what_it_needs(admin: Client) -> None:
    answer = admin.post(f"{PAGE}/new/try", {"event_id": str(CREATED)})
    assert answer.status_code == 422
    assert "It cannot be tried yet." in answer.content.decode()
    assert "A rule needs an action." in answer.content.decode()
    fields = {"event_id": str(CREATED), "node": "1", "n1-in": "0", "n1-key": "subject", "n1-op": "contains"}
    text = admin.post(f"{PAGE}/new/try", fields).content.decode()
    assert "“Subject”: a value is missing." in text


def test_without_a_script_it_comes_with_the_page(admin: Client) -> None:
    facts(*SUBJECTS)
    rule = make_rule(conditions=only("subject", "starts", "vip"))
    fields = form_of(admin.get(f"{PAGE}/{rule.pk}").content.decode())
    page = admin.post(f"{PAGE}/{rule.pk}", fields | {"do": "try"}).content.decode()
    assert "<html" in page
    assert '<b class="num">2</b>' in page


@pytest.mark.parametrize(
    "state", ["zebra", dumps({"draft": 1}, salt="elsewhere")], ids=["no state", "signed for another page"]
)
def test_a_state_that_is_not_ours_begins_nothing(state: str, admin: Client) -> None:
    answer = admin.post(f"{PAGE}/new/try", {"dry_state": state})
    assert answer.status_code == 422
    assert "too old to go on" in answer.content.decode()


def test_an_agent_does_not_go_on_with_what_an_administrator_began(
    admin: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trying, "STEP_MS", 0)
    monkeypatch.setattr("events.dryrun.trial.CHUNK", 2)
    facts(*SUBJECTS)
    rule = make_rule(conditions={})
    fields = form_of(admin.get(f"{PAGE}/{rule.pk}").content.decode())
    page = admin.post(f"{PAGE}/{rule.pk}/try", fields).content.decode()
    found = re.search(r'data-dry-state value="([^"]+)"', page)
    assert found
    ann = browser_of(named(AgentFactory, "Ann"))
    answer = ann.post("/profile/events/new/try", {"dry_state": found.group(1)})
    assert answer.status_code == 422
    assert "vip wishes" not in answer.content.decode()
