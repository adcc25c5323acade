"""Settings, Directories: made, tried, changed, switched off, deleted; against a real LDAP server."""

from typing import Any

import pytest
from django.test import Client

from accounts.gateways import authenticate
from accounts.models import Directory, Role, User
from accounts.services import admit, sync_builtin_roles
from tests.accounts.conftest import SignedIn
from tests.factories.directories import directory_on, gives
from tests.servers.ldap import BASE, PASSWORD, PEOPLE, READER, LdapServer


@pytest.fixture
def desk(admin: User, browser_of: SignedIn) -> Client:
    return browser_of(admin)


@pytest.fixture
def northwind(db: None, ldap_server: LdapServer) -> Directory:
    return directory_on(ldap_server)


def filled(server: LdapServer, *groups: tuple[str, str], **more: str) -> dict[str, str]:
    """What the form of a new directory sends."""
    sync_builtin_roles()
    data = {"name": "Northwind", "kind": "ldap", "servers": f"127.0.0.1:{server.port}", "timeout": "3"}
    data |= {"security": "none", "binding": "service", "bind_name": READER, "bind_password": PASSWORD}
    data |= {"base_dn": BASE, "nested_groups": "on", "admits": "mapped", "verify_certificate": "on"}
    data |= {"groups-TOTAL_FORMS": str(len(groups)), "groups-INITIAL_FORMS": "0"}
    for number, (group, builtin) in enumerate(groups):
        role = Role.objects.get(builtin=builtin)
        data |= {f"groups-{number}-group": group, f"groups-{number}-role": str(role.pk)}
    return data | more


def test_it_says_what_a_directory_is_for(desk: Client) -> None:
    assert "No directory yet" in desk.get("/settings/directories").content.decode()


def test_one_is_made(desk: Client, ldap_server: LdapServer) -> None:
    group = ldap_server.add_group("agents", f"uid=ann,{PEOPLE}")
    response = desk.post("/settings/directories/new", filled(ldap_server, (group, "agent"), is_default="on"))
    made = Directory.objects.get()
    assert response["Location"] == f"/settings/directories/{made.pk}"
    assert (made.name_key, made.user_filter) == ("northwind", "(&(objectClass=person)(uid=#USER#))")
    assert made.bind_password == PASSWORD
    assert [(row.group, row.role.builtin) for row in made.mappings.all()] == [(group, "agent")]
    page = desk.get(response["Location"]).content.decode()
    assert "Made the directory" in page
    assert PASSWORD not in page
    assert "Northwind" in desk.get("/settings/directories").content.decode()


def test_only_one_answers_for_names_without_a_domain(
    desk: Client, northwind: Directory, ldap_server: LdapServer
) -> None:
    Directory.objects.update(is_default=True)
    desk.post("/settings/directories/new", filled(ldap_server, name="Other", is_default="on"))
    assert [one.name for one in Directory.objects.filter(is_default=True)] == ["Other"]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("name", "north wind", "One word"),
        ("servers", "ldap://dc1", "Only names of servers"),
        ("servers", "dc1:99999", "Only names of servers"),
        ("base_dn", "northwind", "A distinguished name"),
        ("user_filter", "(uid=ann)", "with #USER# in it"),
        ("user_filter", "(uid=#USER#", "with #USER# in it"),
        ("ca_certificate", "none", "no certificate in PEM form"),
        ("bind_password", "", "Enter the password"),
        ("binding", "person", "Say where the name stands"),
        ("groups-0-group", "agents", "distinguished name; a test of a person shows theirs"),
        ("groups-0-role", "", "Say what its members are"),
    ],
)
def test_what_cannot_work_is_refused(
    desk: Client, ldap_server: LdapServer, field: str, value: str, said: str
) -> None:
    data = filled(ldap_server, (f"cn=agents,{BASE}", "agent")) | {field: value}
    response = desk.post("/settings/directories/new", data)
    assert response.status_code == 422
    assert said in response.content.decode()
    assert not Directory.objects.exists()


def test_a_name_is_taken_once(desk: Client, northwind: Directory, ldap_server: LdapServer) -> None:
    response = desk.post("/settings/directories/new", filled(ldap_server, name="NorthWind"))
    assert response.status_code == 422
    assert "already in use" in response.content.decode()


def test_more_lines_lose_nothing(desk: Client, ldap_server: LdapServer) -> None:
    data = filled(ldap_server, (f"cn=agents,{BASE}", "agent"), more="1")
    page = desk.post("/settings/directories/new", data)
    assert page.status_code == 200
    assert len(page.context["groups"].forms) == 3
    assert f"cn=agents,{BASE}" in page.content.decode()
    assert not Directory.objects.exists()


class TestTheKeptPassword:
    """It goes to no other server, in no other name, and no less safely than it was entered for."""

    def test_it_is_kept(self, desk: Client, northwind: Directory, ldap_server: LdapServer) -> None:
        data = filled(ldap_server, name="NORTHWIND", bind_password="", timeout="4")
        assert desk.post(f"/settings/directories/{northwind.pk}", data).status_code == 302
        northwind.refresh_from_db()
        assert (northwind.timeout, northwind.bind_password) == (4, PASSWORD)

    @pytest.mark.parametrize(
        "change", [{"servers": "evil.example"}, {"bind_name": "cn=x,dc=y"}, {"security": "starttls"}]
    )
    def test_it_is_asked_for_again(
        self, desk: Client, northwind: Directory, ldap_server: LdapServer, change: dict[str, str]
    ) -> None:
        for button in ({}, {"test": "1"}):
            data = filled(ldap_server, name="NORTHWIND", bind_password="") | change | button
            response = desk.post(f"/settings/directories/{northwind.pk}", data)
            assert response.status_code == 422
            assert "enter the password again" in response.content.decode()


class TestTheTest:
    """Nothing is saved by it."""

    @pytest.fixture
    def ann(self, ldap_server: LdapServer) -> str:
        return ldap_server.add_person("ann", "Ann Keller", mail="ann@northwind.example")

    def tried(self, desk: Client, data: dict[str, str]) -> dict[str, Any]:
        response = desk.post("/settings/directories/new", data | {"test": "1"})
        assert response.status_code == 200
        assert not Directory.objects.exists()
        assert not User.objects.filter(directory__isnull=False).exists()
        result: dict[str, Any] = response.context["result"]
        assert result["title"] in response.content.decode().replace("&#x27;", "'")
        assert data.get("try_password", PASSWORD) not in response.content.decode()
        return result

    def states(self, result: dict[str, Any]) -> list[str]:
        return [step["state"] for step in result["steps"]]

    def test_the_server_alone(self, desk: Client, ldap_server: LdapServer) -> None:
        result = self.tried(desk, filled(ldap_server))
        assert result["good"]
        assert self.states(result) == ["ok"] * 3

    def test_a_person_with_groups_and_roles(self, desk: Client, ldap_server: LdapServer, ann: str) -> None:
        group = ldap_server.add_group("agents", ann)
        data = filled(ldap_server, (group, "manager"), try_name="ann", try_password=PASSWORD)
        result = self.tried(desk, data)
        assert result["good"]
        assert self.states(result) == ["ok"] * 7
        said = " ".join(step["label"] for step in result["steps"])
        assert f"Ann Keller, ann@northwind.example, {ann}" in said
        assert group in said
        assert "Manager" in said

    @pytest.mark.parametrize(
        ("change", "title", "failed"),
        [
            ({"servers": "no.such.host.invalid"}, "The directory cannot be reached", 0),
            ({"servers": "127.0.0.1:DEAD"}, "The directory cannot be reached", 1),
            ({"security": "tls"}, "The encrypted connection fails", 1),
            ({"bind_password": "wrong"}, "The directory refuses the sign-in", 2),
            ({"try_name": "nobody"}, "The person is not found", 3),
            ({"base_dn": "dc=elsewhere"}, "The person is not found", 3),
            ({"try_password": "wrong"}, "The person’s password is not right", 4),
            ({"group_base": f"ou=nowhere,{BASE}"}, "The groups cannot be read", 5),
            ({}, "The person could not come in", 6),
        ],
    )
    def test_each_step_that_fails(
        self,
        desk: Client,
        ldap_server: LdapServer,
        ann: str,
        dead_port: int,
        change: dict[str, str],
        title: str,
        failed: int,
    ) -> None:
        data = filled(ldap_server, try_name="ann", try_password=PASSWORD) | change
        data["servers"] = data["servers"].replace("DEAD", str(dead_port))
        result = self.tried(desk, data)
        assert result["title"] == title
        assert self.states(result) == ["ok"] * failed + ["bad"] + ["skip"] * (6 - failed)
        assert result["happened"]
        assert result["to_do"]


def test_it_is_switched_off_and_on(desk: Client, northwind: Directory) -> None:
    desk.post(f"/settings/directories/{northwind.pk}/state", {})
    northwind.refresh_from_db()
    assert not northwind.is_active
    desk.post(f"/settings/directories/{northwind.pk}/state", {"active": "1"})
    northwind.refresh_from_db()
    assert northwind.is_active


def test_who_came_by_it_stays_when_it_goes(
    desk: Client, northwind: Directory, ldap_server: LdapServer
) -> None:
    ldap_server.add_person("ann", "Ann Keller", mail="ann@northwind.example")
    Directory.objects.update(admits=Directory.Admits.ALL)
    browser = Client()
    assert browser.post("/login", {"username": r"northwind\ann", "password": PASSWORD}).status_code == 302
    assert browser.get("/profile").status_code == 200
    desk.post(f"/settings/directories/{northwind.pk}/delete")
    assert not Directory.objects.exists()
    assert browser.get("/profile").status_code == 302
    ann = User.objects.get(email_key="ann@northwind.example")
    assert not ann.has_account


def test_the_last_administrator_keeps_a_way_in(
    northwind: Directory, ldap_server: LdapServer, browser_of: SignedIn
) -> None:
    ann = ldap_server.add_person("ann", "Ann Keller", mail="ann@northwind.example")
    gives(northwind, ldap_server.add_group("admins", ann), "administrator")
    person = authenticate(northwind, "ann", PASSWORD)
    assert person
    client = browser_of(admit(directory=northwind, person=person))
    for deed in ("delete", "state"):
        client.post(f"/settings/directories/{northwind.pk}/{deed}")
    northwind.refresh_from_db()
    assert northwind.is_active


def test_a_forgotten_password_of_a_directory_is_not_replaced_here(
    northwind: Directory, ldap_server: LdapServer, mailoutbox: list[Any]
) -> None:
    ldap_server.add_person("ann", "Ann Keller", mail="ann@northwind.example")
    Directory.objects.update(admits=Directory.Admits.ALL)
    Client().post("/login", {"username": r"northwind\ann", "password": PASSWORD})
    Client().post("/account/password", {"email": "ann@northwind.example"})
    assert "NORTHWIND" in mailoutbox[-1].body
    assert "/account/reset/" not in mailoutbox[-1].body
