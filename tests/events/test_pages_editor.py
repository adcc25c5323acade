"""The editor of a rule without a script: every button is a form that is posted and drawn again."""

from typing import Any

import pytest
from django.test import Client

from common.actor import Actor
from events import services
from events.drafts import draft_of
from events.models import Rule
from tests.events.pages import CREATED, VIP, browser_of, form_of, make_rule
from tests.factories.accounts import AgentFactory, administrator, named

PAGE = "/settings/rules"
Fields = dict[str, Any]


@pytest.fixture
def admin(db: None) -> Client:
    return browser_of(administrator("Admin"))


def opened(client: Client, address: str) -> Fields:
    answer = client.get(address)
    assert answer.status_code == 200
    return form_of(answer.content.decode())


def pressed(client: Client, address: str, fields: Fields, button: str, **more: Any) -> Fields:
    answer = client.post(address, fields | {"do": button} | more)
    assert answer.status_code == 200
    return form_of(answer.content.decode())


def saved(client: Client, address: str, fields: Fields, button: str = "save") -> str:
    """Where the answer leads to; the page itself when it was refused."""
    answer = client.post(address, fields | {"do": button})
    return answer.headers["Location"] if answer.status_code == 302 else answer.content.decode()


def test_opening_and_saving_changes_nothing(admin: Client) -> None:
    rule = make_rule()
    address = f"{PAGE}/{rule.pk}"
    assert saved(admin, address, opened(admin, address)) == address
    rule.refresh_from_db()
    assert (rule.version, rule.conditions, rule.name) == (1, VIP, "VIP first")


def test_a_rule_is_written_by_buttons_alone(admin: Client) -> None:
    new = f"{PAGE}/new"
    fields = opened(admin, new) | {"name": "Night shift", "event_id": [str(CREATED)]}
    fields = pressed(admin, new, fields, "refresh")
    fields = pressed(admin, new, fields, "condition:0")
    assert fields["node"] == ["1"]
    fields = pressed(admin, new, fields | {"n1-key": "weekday"}, "refresh")
    fields |= {"n1-value": ["6", "7"]}
    fields = pressed(admin, new, fields, "group:0")
    assert fields["node"] == ["1", "2", "3"]
    assert fields["n3-in"] == ["2"]
    fields = pressed(admin, new, fields | {"n3-key": "subject"}, "refresh")
    fields = pressed(admin, new, fields | {"n3-op": "one_of"}, "refresh")
    fields = pressed(admin, new, fields | {"n3-more": "down, outage"}, "refresh")
    assert fields["n3-value"] == ["down", "outage"]
    fields = pressed(admin, new, fields, "action", new_action="log_file")
    action = fields["action"][0]
    fields |= {f"a{action}-p-file": "night", f"a{action}-once": "on", f"a{action}-every": "5"}
    saved(admin, new, fields)
    rule = Rule.objects.get()
    assert (rule.name, rule.level, rule.event_id) == ("Night shift", "system", CREATED)
    assert rule.conditions == {
        "all": [
            {"key": "weekday", "op": "one_of", "value": ["6", "7"]},
            {"any": [{"key": "subject", "op": "one_of", "value": ["down", "outage"]}]},
        ]
    }
    assert rule.actions == [
        {"id": action, "type": "log_file", "params": {"file": "night"}, "once": True, "every_minutes": 5}
    ]


def test_conditions_move_and_go(admin: Client) -> None:
    rule = make_rule()
    address = f"{PAGE}/{rule.pk}"
    fields = opened(admin, address)
    first, group, inner, last = fields["node"]
    fields = pressed(admin, address, fields, f"up:{group}")
    assert fields["node"] == [group, inner, last, first]
    fields = pressed(admin, address, fields, f"drop:{inner}")
    fields = pressed(admin, address, fields, f"drop:{last}")
    assert fields["node"] == [first], "a group without conditions goes too"


def test_actions_move_open_and_go(admin: Client) -> None:
    rule = make_rule()
    address = f"{PAGE}/{rule.pk}"
    fields = pressed(admin, address, opened(admin, address), "action", new_action="send_mail")
    first, second = fields["action"]
    assert fields[f"a{second}-open"] == ["1"]
    fields = pressed(admin, address, fields, f"up-action:{second}")
    assert fields["action"] == [second, first]
    fields = pressed(admin, address, fields, f"drop-action:{second}")
    assert fields["action"] == [first]


def test_what_is_wrong_stands_at_its_place_and_nothing_is_lost(admin: Client) -> None:
    rule = make_rule()
    address = f"{PAGE}/{rule.pk}"
    fields = opened(admin, address)
    node = fields["node"][0]
    fields |= {"name": "", f"n{node}-op": "matches", f"n{node}-value": "(broken"}
    page = saved(admin, address, fields)
    assert "A rule needs a name." in page
    assert f'id="n{node}-error"' in page
    assert "“Subject”: the expression cannot be read" in page
    assert form_of(page)[f"n{node}-value"] == ["(broken"]
    rule.refresh_from_db()
    assert rule.conditions == VIP


def test_an_action_without_what_it_needs_opens_and_says_so(admin: Client) -> None:
    rule = make_rule()
    address = f"{PAGE}/{rule.pk}"
    fields = pressed(admin, address, opened(admin, address), "action", new_action="send_mail")
    action = fields["action"][1]
    page = saved(admin, address, fields | {f"a{action}-open": ""})
    assert f'id="a{action}-p-subject-note"' in page
    assert "This is needed." in page
    assert form_of(page)[f"a{action}-open"] == ["1"]


def test_who_was_slower_is_told_and_loses_nothing(admin: Client) -> None:
    rule = make_rule()
    address = f"{PAGE}/{rule.pk}"
    fields = opened(admin, address) | {"name": "Mine"}
    draft = draft_of(rule)
    services.change_rule(
        rule.pk,
        type(draft)(**{**_parts(draft), "name": "Theirs"}),
        version=1,
        actor=Actor("person", 7, "Max"),
    )
    page = saved(admin, address, fields)
    assert "Max saved this rule at " in page
    assert form_of(page)["name"] == ["Mine"]
    rule.refresh_from_db()
    assert rule.name == "Theirs"
    assert saved(admin, address, form_of(page), "overwrite") == address
    rule.refresh_from_db()
    assert rule.name == "Mine"


def _parts(draft: Any) -> dict[str, Any]:
    return {name: getattr(draft, name) for name in draft.__dataclass_fields__}


def test_another_event_keeps_the_conditions_and_says_which_do_not_fit(admin: Client) -> None:
    rule = make_rule()
    address = f"{PAGE}/{rule.pk}"
    answer = admin.post(address, opened(admin, address) | {"event_id": "509000", "do": "refresh"})
    page = answer.content.decode()
    assert "Subject (not with this event)" in page
    assert form_of(page)["n1-key"] == ["subject"]


def test_a_fragment_is_the_form_alone_and_saving_leads_on(admin: Client) -> None:
    rule = make_rule()
    address = f"{PAGE}/{rule.pk}"
    fields, headers = opened(admin, address), {"HX-Request": "true"}
    part = admin.post(address, fields | {"do": "condition:0"}, headers=headers).content.decode()
    assert part.startswith('<div id="rule-body"')
    assert "<html" not in part
    assert 'id="n5-key" aria-label="Field" data-refresh autofocus' in part
    done = admin.post(address, fields | {"do": "save", "name": "New name"}, headers=headers)
    assert (done.status_code, done.headers["HX-Redirect"]) == (204, address)


@pytest.mark.parametrize(
    "button", ["drop:999", "drop:0", "up:x", "group:1", "condition:77", "edit:nobody", "zebra", "action:"]
)
def test_a_button_about_nothing_does_nothing(button: str, admin: Client) -> None:
    rule = make_rule()
    address = f"{PAGE}/{rule.pk}"
    fields = opened(admin, address)
    assert pressed(admin, address, fields, button) == fields


def test_json_is_never_shown(admin: Client) -> None:
    page = admin.get(f"{PAGE}/{make_rule().pk}").content.decode()
    assert "{&quot;" not in page
    assert '{"all"' not in page


def test_an_agents_rule_offers_no_actions_of_the_system(db: None) -> None:
    ann = named(AgentFactory, "Ann")
    rule = make_rule("Mine", owner=ann)
    browser = browser_of(ann)
    page = browser.get(f"/profile/events/{rule.pk}").content.decode()
    assert 'value="send_mail"' in page
    assert 'value="log_file"' not in page
    assert 'value="web_hook"' not in page
    fields = form_of(page) | {"aX1-type": "log_file"}
    fields["action"] = [*fields["action"], "X1"]
    answer = browser.post(f"/profile/events/{rule.pk}", fields | {"do": "save"})
    assert answer.status_code == 422
    assert "does not fit this rule" in answer.content.decode()
