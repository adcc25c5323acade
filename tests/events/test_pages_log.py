"""What a rule did, what was given up, and the pages of web hooks."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from events.models import Delivery, Hook, HookDelivery, Rule, RuleRun
from tests.events.conftest import Happen
from tests.events.pages import CREATED, browser_of, make_rule
from tests.factories.accounts import administrator

HOOKS = "/settings/hooks"


@pytest.fixture
def admin(db: None) -> Client:
    return browser_of(administrator("Admin"))


@pytest.fixture
def hook(db: None) -> Hook:
    return Hook.objects.create(
        name="Chat room", url="https://hook.example/", secret="known", is_enabled=False
    )


def ran(rule: Rule, fact: int, outcome: str, action: str = "", text: str = "") -> None:
    values = {"item_kind": "ticket", "item_id": 5, "outcome": outcome, "at": timezone.now()}
    RuleRun.objects.create(rule=rule, fact_id=fact, action=action, text=text, **values)


def called(hook: Hook, code: int, error: str = "", key: str = "1") -> HookDelivery:
    return HookDelivery.objects.create(
        hook=hook,
        key=key,
        rule_name="VIP first",
        event_id=CREATED,
        fact_id=1,
        body='{"args":{"subject":"Mail bounces"}}',
        code=code,
        answer=f"answer {code}",
        error=error,
        at=timezone.now() - timedelta(minutes=code),
    )


def test_each_outcome_has_its_tab(admin: Client, happen: Happen) -> None:
    rule = make_rule()
    first, second = happen(5), happen(5)
    ran(rule, first.pk, "matched")
    ran(rule, first.pk, "done", "log1")
    ran(rule, second.pk, "loop", text="VIP first → Night → VIP first")
    address = f"/settings/rules/{rule.pk}/runs"
    every = admin.get(address).content.decode()
    assert "Write to a log file" in every
    assert "VIP first → Night → VIP first" in every
    loops = admin.get(f"{address}?outcome=loop").content.decode()
    assert "VIP first → Night → VIP first" in loops
    assert "Write to a log file" not in loops
    assert "Nothing ended so" in admin.get(f"{address}?outcome=failed").content.decode()


def test_a_long_log_goes_on(admin: Client, happen: Happen) -> None:
    rule = make_rule()
    for number in range(60):
        ran(rule, number + 1, "matched", text=f"run {number}.")
    address = f"/settings/rules/{rule.pk}/runs"
    page = admin.get(address).content.decode()
    assert "run 59." in page
    assert "run 9." not in page
    more = page.split('hx-get="')[1].split('"')[0].replace("&amp;", "&")
    rest = admin.get(address + more, headers={"HX-Request": "true"}).content.decode()
    assert "run 9." in rest
    assert "<html" not in rest
    assert admin.get(f"{address}?after=zebra").status_code == 302


def test_what_was_given_up_is_tried_again(admin: Client, happen: Happen) -> None:
    rule = make_rule()
    dead = Delivery.objects.create(
        fact=happen(5),
        handler=f"rule:{rule.pk}:log1",
        lane=f"rule:{rule.pk}",
        item_kind="ticket",
        item_id=5,
        state=Delivery.State.DEAD,
        attempts=8,
        next_at=timezone.now(),
        last_error="Traceback\nOSError: no space left",
    )
    address = f"/settings/rules/{rule.pk}/runs"
    assert "OSError: no space left" in admin.get(address).content.decode()
    admin.post(f"{address}/{dead.pk}/retry")
    dead.refresh_from_db()
    assert (dead.state, dead.attempts) == (Delivery.State.WAITING, 0)
    assert admin.post(f"{address}/{dead.pk}/retry").status_code == 404


def test_another_rules_action_is_not_tried_again(admin: Client, happen: Happen) -> None:
    rule, other = make_rule(), make_rule("Other")
    dead = Delivery.objects.create(
        fact=happen(5),
        handler=f"rule:{other.pk}:log1",
        lane=f"rule:{other.pk}",
        item_kind="ticket",
        item_id=5,
        state=Delivery.State.DEAD,
        next_at=timezone.now(),
    )
    assert admin.post(f"/settings/rules/{rule.pk}/runs/{dead.pk}/retry").status_code == 404


def test_a_hook_is_made_and_its_secret_is_seen_once(admin: Client) -> None:
    fields = {
        "name": "Chat room",
        "url": "https://93.184.215.14/x",
        "headers": "X-Team: night",
        "is_enabled": "on",
    }
    page = admin.post(f"{HOOKS}/new", fields)
    hook = Hook.objects.get()
    assert hook.headers == {"X-Team": "night"}
    assert hook.secret in page.content.decode()
    assert page.headers["Cache-Control"] == "no-store"
    for address in (HOOKS, f"{HOOKS}/{hook.pk}", f"{HOOKS}/{hook.pk}/calls"):
        assert hook.secret not in admin.get(address).content.decode()


def test_a_new_secret_replaces_the_old(admin: Client, hook: Hook) -> None:
    page = admin.post(f"{HOOKS}/{hook.pk}/secret").content.decode()
    hook.refresh_from_db()
    assert hook.secret != "known"
    assert hook.secret in page
    assert "known" not in page


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("name", "", "This field is required."),
        ("url", "ftp://hook.example/", "Enter a valid URL."),
        ("headers", "no colon here", "is no header to send"),
        ("headers", "Host: elsewhere", "is no header to send"),
    ],
)
def test_a_faulty_hook_is_not_saved(field: str, value: str, said: str, admin: Client, hook: Hook) -> None:
    fields = {"name": "New", "url": "https://hook.example/", "headers": ""} | {field: value}
    answer = admin.post(f"{HOOKS}/{hook.pk}", fields)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    hook.refresh_from_db()
    assert hook.name == "Chat room"


def test_a_hook_that_a_rule_calls_stays(admin: Client, hook: Hook) -> None:
    action = {"id": "h1", "type": "web_hook", "params": {"hook": str(hook.pk)}}
    make_rule(actions=[action])
    page = admin.post(f"{HOOKS}/{hook.pk}/delete", follow=True).content.decode()
    assert "It is used by: VIP first" in page
    Rule.objects.all().delete()
    admin.post(f"{HOOKS}/{hook.pk}/delete")
    assert not Hook.objects.exists()


def test_calls_stand_with_what_was_sent_and_answered(admin: Client, hook: Hook) -> None:
    called(hook, 200)
    called(hook, 500, "The server answered 500.", key="2")
    called(hook, 0, "Connection refused", key="3")
    page = admin.get(f"{HOOKS}/{hook.pk}/calls").content.decode()
    assert "answer 200" in page
    assert "Mail bounces" in page
    failed = admin.get(f"{HOOKS}/{hook.pk}/calls?failed=1").content.decode()
    assert "answer 200" not in failed
    assert "answer 500" in failed
    assert "Connection refused" in failed


def test_a_call_of_a_hook_that_is_off_is_not_sent_again(admin: Client, hook: Hook) -> None:
    call = called(hook, 500, "The server answered 500.")
    page = admin.post(f"{HOOKS}/calls/{call.pk}/replay", follow=True).content.decode()
    assert "is switched off" in page
    assert HookDelivery.objects.count() == 1
