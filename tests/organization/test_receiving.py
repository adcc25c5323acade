"""Receiving tickets and chats: an agent's switch for all groups, and one in each."""

import pytest
from django.test import Client

from accounts.models import User
from common import audit
from common.models import OutboxRow
from organization import services
from organization.models import Membership
from tests.factories.accounts import AgentFactory, administrator, named
from tests.factories.organization import GroupFactory, works_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def ann() -> User:
    return works_in(named(AgentFactory, "Ann"), GroupFactory.create(name="Servers"))


def told(event_id: int) -> list[tuple[int, str, bool, bool]]:
    rows = OutboxRow.objects.filter(event_id=event_id).order_by("id")
    keys = ("groupId", "groupName", "isReceiving", "wasReceiving")
    return [tuple(row.args[key] for key in keys) for row in rows]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="accounts.backends.PasswordBackend")
    return client


def test_the_switch_for_all_groups_is_told_once(ann: User) -> None:
    client = signed_in(ann)
    for _ in range(2):
        client.post("/agent/receiving", {"set": "tickets:0:0"})
    ann.refresh_from_db()
    assert (ann.receives_tickets, ann.receives_chats) == (False, True)
    assert Membership.objects.get(agent=ann).receives_tickets  # what is set in each group stays
    assert told(512000) == [(0, "", False, True)]
    assert told(512001) == []
    said = [audit.render(line) for line in audit.history("user", ann.pk)]
    assert any("Receives no more tickets" in line for line in said)


def test_the_switch_in_a_group(ann: User) -> None:
    row = Membership.objects.get(agent=ann)
    signed_in(ann).post("/agent/receiving", {"set": f"chats:{row.group_id}:0"})
    row.refresh_from_db()
    assert (row.receives_tickets, row.receives_chats) == (True, False)
    assert told(512001) == [(row.group_id, "Servers", False, True)]


def test_an_administrator_switches_it_and_is_named(ann: User) -> None:
    row, admin = Membership.objects.get(agent=ann), administrator()
    services.edit_member(membership=row, actor=admin.actor, receives_tickets=False, ticket_limit=5)
    row.refresh_from_db()
    assert (row.receives_tickets, row.ticket_limit) == (False, 5)
    fact = OutboxRow.objects.get(event_id=512000)
    assert (fact.args["agentId"], fact.args["actorName"]) == (ann.pk, "Admin")


@pytest.mark.parametrize("value", ["", "x", "tickets:0:2", "mails:0:1", "tickets:999:0", "tickets:0"])
def test_what_is_no_switch_of_ones_own_is_not_found(ann: User, value: str) -> None:
    assert signed_in(ann).post("/agent/receiving", {"set": value}).status_code == 404
    assert OutboxRow.objects.filter(event_id__in=(512000, 512001)).count() == 0


def test_colleagues_see_it_where_they_choose(ann: User) -> None:
    client, path = signed_in(ann), "/agent/pick/agents"
    assert "receives no tickets" not in client.get(path).content.decode()
    services.set_receiving(agent=ann, what="tickets", on=False, actor=ann.actor)
    assert "receives no tickets" in client.get(path).content.decode()


def test_the_menu_and_the_page_show_how_it_is(ann: User) -> None:
    services.set_receiving(agent=ann, what="chats", on=False, actor=ann.actor)
    client = signed_in(ann)
    menu = client.get(
        "/agent/receiving", headers={"HX-Request": "true", "HX-Target": "account"}
    ).content.decode()
    page = client.get("/agent/receiving").content.decode()
    for text in (menu, page):
        assert 'aria-checked="true" name="set" value="tickets:0:0"' in text
        assert 'aria-checked="false" name="set" value="chats:0:1"' in text
    assert "Sign out" in menu
