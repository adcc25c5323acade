"""The page of the licence in each of its states, and what other pages of the settings say of it."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from common.audit import history
from licensing.licensor import Folder
from licensing.models import Reason, StoredLicense
from licensing.papers import Edition
from licensing.selectors import State, current
from tests.factories.accounts import AgentFactory, named
from tests.licensing.conftest import activated, sold

pytestmark = pytest.mark.django_db
PAGE, INVITE = "/settings/licensing", "/settings/agents/invite"
DAY = timedelta(days=1)


@pytest.fixture
def desk(client: Client, admin: User) -> Client:
    client.force_login(admin)
    return client


def text_of(desk: Client, path: str = PAGE) -> str:
    answer = desk.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def grace(reason: Reason, days_ago: int) -> None:
    StoredLicense.objects.update(grace_reason=reason, grace_since=timezone.now() - days_ago * DAY)


def test_without_a_key_the_page_says_what_is_free(desk: Client) -> None:
    text = text_of(desk)
    for words in ("Not activated", "Free for one agent", "1 of 1 agent<", "no, one server", "Activate Key"):
        assert words in text
    assert "Reactivate" not in text


def test_an_activated_licence_is_shown_in_full(desk: Client, folder: Folder) -> None:
    key = sold(folder, 25, Edition.FAILOVER, maintenance_until=date(2030, 12, 31))
    activated(folder, key)
    text = text_of(desk)
    for words in ("Enterprise with Failover (yours)", "25 agents", "yes, several servers", "1 of 25 agents"):
        assert words in text
    assert "Northwind Hosting AS" in text
    assert "31 December 2030" in text
    assert f"Key {key.id} was activated" in text
    assert "Free for one agent" not in text


def test_a_key_is_removed_after_a_question(desk: Client, folder: Folder) -> None:
    key = sold(folder, 10)
    activated(folder, key)
    assert f'href="{PAGE}/remove"' in text_of(desk)
    asked = text_of(desk, f"{PAGE}/remove")
    assert "goes on working" in asked
    assert current().state is State.ACTIVE
    done = desk.post(f"{PAGE}/remove", follow=True)
    assert done.redirect_chain == [(PAGE, 302)]
    assert "The key is removed." in done.content.decode()
    assert (current().state, current().level) == (State.NONE, 1)
    entry = history("license", StoredLicense.ROW).filter(action="license.removed").get()
    assert (entry.actor_kind, entry.data["key"]) == ("person", key.id)
    assert desk.get(f"{PAGE}/remove").headers["Location"] == PAGE
    assert f'href="{PAGE}/remove"' not in text_of(desk)


@pytest.mark.parametrize("reason", list(Reason))
def test_a_grace_period_says_why_until_when_and_what_to_do(
    desk: Client, folder: Folder, reason: Reason
) -> None:
    activated(folder, sold(folder))
    grace(reason, 19)
    text = text_of(desk)
    assert "Grace period, 11 days left" in text
    assert str(reason.label) in text
    assert "nothing stops" in text
    assert ('name="again"' in text.split("hd-alert")[1].split("hd-two")[0]) is (
        reason in {Reason.SERVER, Reason.DATABASE}
    )


def test_after_the_grace_period_the_page_says_what_goes_on(desk: Client, folder: Folder) -> None:
    activated(folder, sold(folder))
    grace(Reason.DATABASE, 31)
    text = text_of(desk)
    assert "Grace period is over" in text
    assert "Everybody who works here goes on" in text


def test_a_key_whose_licensor_is_unknown_now_counts_for_nothing(
    desk: Client, folder: Folder, settings: Settings
) -> None:
    activated(folder, sold(folder))
    settings.LICENSOR_KEYS = []
    text = text_of(desk)
    assert "The key that is stored here counts for nothing" in text
    assert "LICENSOR_KEYS" in text


def test_every_settings_page_tells_administrators_of_a_grace_period(desk: Client, folder: Folder) -> None:
    activated(folder, sold(folder))
    assert "hd-line" not in text_of(desk, "/settings/brands")
    grace(Reason.DATABASE, 19)
    assert "Grace period, 11 days left" in text_of(desk, "/settings/brands")


def test_the_licence_costs_other_settings_pages_one_statement(desk: Client, folder: Folder) -> None:
    activated(folder, sold(folder))
    asked = [query for query in _statements(desk, "/settings/brands") if "licensing_" in query]
    assert len(asked) == 1


def test_the_workspace_asks_nothing_about_the_licence(desk: Client, folder: Folder) -> None:
    activated(folder, sold(folder))
    assert not [query for query in _statements(desk, "/agent/tickets") if "licensing_" in query]


def _statements(desk: Client, path: str) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        assert desk.get(path).status_code == 200
    return [query["sql"] for query in captured]


def test_inviting_says_how_many_seats_are_free(desk: Client, folder: Folder) -> None:
    activated(folder, sold(folder, 3))
    assert "2 seats of 3 are free" in text_of(desk, INVITE)


def test_inviting_without_a_seat_is_refused_with_a_way_out(desk: Client, folder: Folder) -> None:
    activated(folder, sold(folder, 2))
    named(AgentFactory, "Ann")
    assert "All 2 seats of the licence are taken" in text_of(desk, INVITE)
    answer = desk.post(INVITE, {"name": "Otto Lind", "email": "otto@northwind.example"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "All 2 agents of the licence are taken" in text
    assert f'href="{PAGE}"' in text
    assert 'value="Otto Lind"' in text
    assert not User.objects.filter(email="otto@northwind.example").exists()


def test_an_agent_who_is_off_shows_whether_a_seat_is_free(desk: Client) -> None:
    otto = named(AgentFactory, "Otto", is_active=False)
    text = text_of(desk, f"/settings/agents/{otto.pk}")
    assert "This desk works for one agent without a key; its seat is taken" in text
