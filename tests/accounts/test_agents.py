"""Agents: invited, given roles, switched off; and the last administrator, who stays."""

import pytest
from django.core import mail
from django.test import Client

from accounts.errors import AlreadyAgentError, LastAdministratorError
from accounts.models import Role, User
from accounts.permissions import ADMINISTER, SEE_DEPARTMENT
from accounts.selectors import permissions_of
from accounts.services import (
    accept_invitation,
    disable,
    enable,
    invite_agent,
    set_roles,
    sync_builtin_roles,
)
from common.models import AuditEntry, SignalRow
from tests.accounts.conftest import SignedIn, link_in
from tests.factories.accounts import PASSWORD, administrator


@pytest.fixture
def manager_role(db: None) -> Role:
    sync_builtin_roles()
    return Role.objects.get(builtin="manager")


def test_an_invitation_makes_an_agent(client: Client, admin: User, manager_role: Role) -> None:
    agent = invite_agent(name="Ann", address="ann@northwind.example", roles=[manager_role], actor=admin.actor)
    assert "Admin invites you" in mail.outbox[0].body
    path = link_in(mail.outbox[0])
    assert client.get(path).status_code == 200
    response = client.post(path, {"name": "Ann Keller", "password": PASSWORD, "again": PASSWORD})
    assert response["Location"] == "/agent/"
    agent.refresh_from_db()
    assert (agent.display_name, agent.is_agent, agent.has_account) == ("Ann Keller", True, True)
    assert SEE_DEPARTMENT in permissions_of(agent)


def test_an_invited_customer_becomes_the_agent(admin: User, cleo: User) -> None:
    assert invite_agent(name="Cleo", address=cleo.email, roles=[], actor=admin.actor).pk == cleo.pk


def test_an_agent_is_not_invited_twice(admin: User, ann: User) -> None:
    with pytest.raises(AlreadyAgentError):
        invite_agent(name="Ann", address=ann.email, roles=[], actor=admin.actor)


def test_implied_roles_are_not_given(admin: User, ann: User) -> None:
    set_roles(agent=ann, roles=Role.objects.filter(builtin__in=["everyone", "agent"]), actor=admin.actor)
    assert not ann.roles.exists()


def test_roles_add_up_and_open_pages_end(admin: User, ann: User, manager_role: Role) -> None:
    own = Role.objects.create(name="Writers")
    own.permissions.create(name=ADMINISTER)
    set_roles(agent=ann, roles=[manager_role, own], actor=admin.actor)
    assert {ADMINISTER, SEE_DEPARTMENT} <= permissions_of(ann)
    assert SignalRow.objects.filter(channel=f"user:{ann.pk}", name="revoke").exists()
    entry = AuditEntry.objects.get(item_kind="user", item_id=ann.pk, action="user.roles_changed")
    assert entry.data == {"old": [], "new": ["Manager", "Writers"]}
    assert entry.actor_id == admin.pk


def test_a_customer_has_nothing_from_a_role(cleo: User, manager_role: Role) -> None:
    cleo.roles.add(manager_role)
    assert SEE_DEPARTMENT not in permissions_of(cleo)


def test_switching_off_ends_all_sessions(admin: User, ann: User, client: Client) -> None:
    client.post("/login", {"username": ann.email, "password": PASSWORD})
    disable(user=ann, actor=admin.actor)
    assert client.get("/profile").status_code == 302
    assert not ann.sign_ins.exists()
    assert permissions_of(ann) == permissions_of(None)
    enable(user=ann, actor=admin.actor)
    assert client.get("/profile").status_code == 302
    assert client.post("/login", {"username": ann.email, "password": PASSWORD}).status_code == 302


def test_the_last_administrator_stays(admin: User, ann: User) -> None:
    with pytest.raises(LastAdministratorError):
        disable(user=admin, actor=admin.actor)
    with pytest.raises(LastAdministratorError):
        set_roles(agent=admin, roles=[], actor=admin.actor)
    administrator("Otto")
    set_roles(agent=admin, roles=[], actor=admin.actor)
    assert ADMINISTER not in permissions_of(admin)


def test_an_invited_administrator_does_not_count_yet(admin: User) -> None:
    role = Role.objects.get(builtin="administrator")
    invite_agent(name="Otto", address="otto@northwind.example", roles=[role], actor=admin.actor)
    with pytest.raises(LastAdministratorError):
        disable(user=admin, actor=admin.actor)


class TestPages:
    """The settings pages; who may not is told nothing."""

    @pytest.mark.parametrize("path", ["agents", "agents/invite", "roles", "roles/new", "customers"])
    def test_strangers_customers_and_plain_agents(
        self, client: Client, cleo: User, ann: User, browser_of: SignedIn, path: str
    ) -> None:
        sync_builtin_roles()
        assert client.get(f"/settings/{path}")["Location"].startswith("/login?next=%2Fsettings%2F")
        assert browser_of(cleo).get(f"/settings/{path}").status_code == 404
        assert browser_of(ann).get(f"/settings/{path}").status_code == 404

    def test_an_administrator_invites(self, admin: User, browser_of: SignedIn, manager_role: Role) -> None:
        client = browser_of(admin)
        data = {"name": "Ann", "email": "ann@northwind.example", "roles": [manager_role.pk]}
        response = client.post("/settings/agents/invite", data, follow=True)
        assert "The invitation is on its way to ann@northwind.example." in response.content.decode()
        assert "invited" in client.get("/settings/agents?state=invited").content.decode()
        again = client.post("/settings/agents/invite", data)
        assert again.status_code == 422
        assert "is an agent already" in again.content.decode()

    def test_an_administrator_edits(
        self, admin: User, ann: User, browser_of: SignedIn, manager_role: Role
    ) -> None:
        data = {
            "name": "Ann K.",
            "job_title": "Support",
            "phone": "1",
            "time_zone": "Europe/Oslo",
            "language": "de",
        }
        path = f"/settings/agents/{ann.pk}"
        assert browser_of(admin).post(path, data | {"roles": [manager_role.pk]}).status_code == 302
        ann.refresh_from_db()
        assert (ann.display_name, ann.time_zone, ann.language) == ("Ann K.", "Europe/Oslo", "de")
        assert list(ann.roles.all()) == [manager_role]
        page = browser_of(admin).get(path).content.decode()
        assert "Has these roles now: Manager" in page

    def test_the_page_says_that_the_last_administrator_stays(self, admin: User, browser_of: SignedIn) -> None:
        client = browser_of(admin)
        response = client.post(f"/settings/agents/{admin.pk}/state", {"active": "0"}, follow=True)
        assert "This is the last administrator" in response.content.decode()
        assert User.objects.get(pk=admin.pk).is_active

    def test_who_only_manages_agents_cannot_make_administrators(
        self, admin: User, max_: User, ann: User, browser_of: SignedIn
    ) -> None:
        Role.objects.get(builtin="manager").permissions.create(name="desk.manage_agents")
        client = browser_of(max_)
        chief = Role.objects.get(builtin="administrator")
        assert client.get(f"/settings/agents/{ann.pk}").status_code == 200
        assert client.get(f"/settings/agents/{admin.pk}").status_code == 404
        refused = client.post(f"/settings/agents/{ann.pk}", {"name": "Ann", "roles": [chief.pk]})
        assert refused.status_code == 422
        assert not ann.roles.exists()


def test_a_link_of_an_invitation_is_no_link_to_claim(admin: User) -> None:
    invite_agent(name="Ann", address="ann@northwind.example", roles=[], actor=admin.actor)
    token = link_in(mail.outbox[0]).rpartition("/")[2]
    assert Client().get(f"/account/claim/{token}").status_code == 410
    assert accept_invitation(token=token, name="", password=PASSWORD).display_name == "Ann"
