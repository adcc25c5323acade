"""Settings, Event rules: the list, and what its buttons do."""

import pytest
from django.test import Client
from django.utils import timezone

from events.models import Delivery, Rule, RuleRun
from tests.events.conftest import Happen
from tests.events.pages import CREATED, browser_of, form_of, make_rule
from tests.factories.accounts import AgentFactory, administrator, named

PAGE = "/settings/rules"


@pytest.fixture
def admin(db: None) -> Client:
    return browser_of(administrator("Admin"))


def shown(client: Client, address: str = PAGE) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_empty_list_says_what_a_rule_is(admin: Client) -> None:
    assert "No rules yet" in shown(admin)


SUGGESTED = ["urgent-words", "idle", "evening"]


@pytest.mark.parametrize("slug", SUGGESTED)
@pytest.mark.parametrize("level", ["system", "agent"])
def test_a_suggestion_can_be_saved_as_it_is(level: str, slug: str, db: None) -> None:
    person = administrator("Admin") if level == "system" else named(AgentFactory, "Ann")
    page, browser = (PAGE if level == "system" else "/profile/events"), browser_of(person)
    assert f"{page}/new?from={slug}" in shown(browser, page)
    fields = form_of(shown(browser, f"{page}/new?from={slug}"))
    assert browser.post(f"{page}/new", fields | {"do": "save"}).status_code == 302
    rule = Rule.objects.get()
    assert (rule.level, len(rule.actions)) == (level, 1)


def test_rules_stand_in_folders_with_what_they_did(admin: Client, happen: Happen) -> None:
    rule = make_rule(folder="Important")
    make_rule("Other", folder="")
    fact = happen(5)
    RuleRun.objects.create(
        rule=rule, fact_id=fact.pk, item_kind="ticket", item_id=5, outcome="matched", at=timezone.now()
    )
    text = shown(admin)
    assert "Important" in text
    assert "Without folder" in text
    assert "Tickets · Ticket Created" in text
    assert f'href="{PAGE}/{rule.pk}/runs">1</a>' in text
    assert "Failing" not in text


def test_a_rule_whose_action_was_given_up_is_marked(admin: Client, happen: Happen) -> None:
    rule = make_rule()
    Delivery.objects.create(
        fact=happen(5),
        handler=f"rule:{rule.pk}:log1",
        lane=f"rule:{rule.pk}",
        item_kind="ticket",
        item_id=5,
        state=Delivery.State.DEAD,
        next_at=timezone.now(),
    )
    assert "Failing" in shown(admin)


def test_a_search_finds_names_folders_and_events(admin: Client) -> None:
    make_rule("VIP first", folder="Important")
    make_rule("Night", event_id=509000, conditions={})
    assert "VIP first" in shown(admin, f"{PAGE}?q=import")
    assert "Night" not in shown(admin, f"{PAGE}?q=import")
    assert "Night" in shown(admin, f"{PAGE}?q=pop+conn")
    assert "No rule is called so" in shown(admin, f"{PAGE}?q=zebra")


def test_a_list_of_many_rules_asks_no_more_of_the_database(
    admin: Client, django_assert_max_num_queries: object
) -> None:
    for number in range(12):
        make_rule(f"Rule {number}")
    shown(admin)  # what a process asks once
    with django_assert_max_num_queries(12):  # type: ignore[operator]  # pytest-django's context
        shown(admin)


def test_the_switch_switches(admin: Client) -> None:
    rule = make_rule()
    admin.post(f"{PAGE}/{rule.pk}/switch", {"on": ""})
    rule.refresh_from_db()
    assert not rule.is_enabled
    admin.post(f"{PAGE}/{rule.pk}/switch", {"on": "1"})
    rule.refresh_from_db()
    assert rule.is_enabled


def names() -> list[str]:
    return [rule.name for rule in Rule.objects.order_by("folder", "position", "id")]


def test_an_order_is_kept_by_drag_and_by_the_plain_button(admin: Client) -> None:
    one, two, three = (make_rule(name) for name in ("one", "two", "three"))
    answer = admin.post(f"{PAGE}/order", {"rule": [three.pk, one.pk, two.pk]})
    assert answer.status_code == 204
    assert names() == ["three", "one", "two"]
    admin.post(f"{PAGE}/{two.pk}/up")
    assert names() == ["three", "two", "one"]


def test_an_order_with_somebody_elses_rule_moves_nothing_of_it(admin: Client) -> None:
    theirs = make_rule("theirs", owner=named(AgentFactory, "Ann"))
    assert admin.post(f"{PAGE}/order", {"rule": [theirs.pk]}).status_code == 404


def test_a_copy_is_off(admin: Client) -> None:
    rule = make_rule()
    answer = admin.post(f"{PAGE}/{rule.pk}/copy")
    made = Rule.objects.exclude(pk=rule.pk).get()
    assert answer.headers["Location"] == f"{PAGE}/{made.pk}"
    assert (made.name, made.is_enabled, made.conditions, made.event_id) == (
        "VIP first (copy)",
        False,
        rule.conditions,
        CREATED,
    )


def test_it_asks_before_it_deletes(admin: Client) -> None:
    rule = make_rule()
    assert "What it has done stays done" in shown(admin, f"{PAGE}/{rule.pk}/delete")
    assert Rule.objects.exists()
    admin.post(f"{PAGE}/{rule.pk}/delete")
    assert not Rule.objects.exists()


def test_my_events_are_ones_own(db: None) -> None:
    ann, otto = named(AgentFactory, "Ann"), named(AgentFactory, "Otto")
    mine, theirs = make_rule("Mine", owner=ann), make_rule("Theirs", owner=otto)
    make_rule("Of everybody")
    browser = browser_of(ann)
    text = shown(browser, "/profile/events")
    assert "Mine" in text
    assert "Theirs" not in text
    assert "Of everybody" not in text
    assert browser.get(f"/profile/events/{mine.pk}").status_code == 200
    assert browser.get(f"/profile/events/{theirs.pk}").status_code == 404
    assert browser.post(f"/profile/events/{theirs.pk}/delete").status_code == 404
    assert Rule.objects.filter(pk=theirs.pk).exists()
