"""Signing in with the password of a directory, against a real LDAP server."""

import re
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest
from django.test import Client
from pytest_django import Settings

from accounts import gateways, services
from accounts.errors import DirectoryError
from accounts.gateways.people import chain_filter
from accounts.models import Directory, Role, User
from accounts.selectors import permissions_of
from accounts.selectors.directories import names_directory
from common.audit import history, render
from common.models import AuditEntry
from common.unit import write
from tests.accounts.test_second_factor import code_for
from tests.factories.accounts import (
    PASSWORD as LOCAL_PASSWORD,
)
from tests.factories.accounts import (
    AddressFactory,
    AgentFactory,
    CustomerFactory,
    administrator,
    named,
)
from tests.factories.directories import directory_on, gives
from tests.servers import certificates
from tests.servers.ldap import BASE, PASSWORD, PEOPLE, LdapServer

Builtin = Role.Builtin
WRONG = "Name or password is wrong."


def enter(name: str, password: str = PASSWORD) -> Any:
    return Client().post("/login", {"username": name, "password": password})


def refused(name: str, password: str = PASSWORD) -> str:
    """What the page says to somebody who stays out."""
    response = enter(name, password)
    assert response.status_code == 422
    return str(response.context["form"].non_field_errors()[0])


@pytest.fixture
def northwind(db: None, ldap_server: LdapServer) -> Directory:
    return directory_on(ldap_server)


@pytest.fixture
def ann(ldap_server: LdapServer) -> str:
    return ldap_server.add_person("ann", "Ann Keller", mail="Ann@northwind.example")


@pytest.fixture
def agents(northwind: Directory, ldap_server: LdapServer, ann: str) -> str:
    """The group that makes an agent; Ann is in it."""
    group = ldap_server.add_group("agents", ann)
    gives(northwind, group, Builtin.AGENT)
    return group


@pytest.mark.parametrize("name", [r"NORTHWIND\ann", "northwind/ann", r"Northwind\ANN"])
def test_both_ways_of_writing_the_domain(agents: str, name: str) -> None:
    response = enter(name)
    assert (response.status_code, response["Location"]) == (302, "/agent/")
    ann = User.objects.get(username=r"northwind\ann")
    assert (ann.display_name, ann.email, ann.is_agent) == ("Ann Keller", "Ann@northwind.example", True)
    assert ann.email_verified_at is not None
    assert ann.has_account
    assert not ann.has_usable_password()


def test_a_name_alone_asks_the_default_directory(northwind: Directory, agents: str) -> None:
    assert refused("ann") == WRONG
    Directory.objects.update(is_default=True)
    assert enter("ann").status_code == 302


def test_the_second_time_it_is_the_same_person(agents: str, ldap_server: LdapServer) -> None:
    enter(r"northwind\ann")
    ldap_server.change(f"uid=ann,{PEOPLE}", "cn", "Ann Brown")
    ldap_server.root.modify_dn(f"uid=ann,{PEOPLE}", "uid=abrown")
    assert enter(r"northwind\abrown").status_code == 302
    person = User.objects.get(directory__name="NORTHWIND")
    assert person.display_name == "Ann Brown"


@pytest.mark.parametrize("password", ["wrong", " ", PASSWORD.upper()])
def test_a_wrong_password(agents: str, password: str) -> None:
    assert refused(r"northwind\ann", password) == WRONG
    assert not User.objects.filter(directory__isnull=False).exists()


@pytest.mark.parametrize("password", ["", "\0"])
def test_an_empty_password_is_none(northwind: Directory, agents: str, password: str) -> None:
    """Servers answer yes to an empty password: they take it for somebody who wants to stay unknown."""
    assert enter(r"northwind\ann", password).status_code == 422
    assert authenticate(HttpRequest(), username=r"northwind\ann", password=password) is None
    assert gateways.authenticate(northwind, "ann", password) is None


@pytest.mark.parametrize(
    "login",
    [
        "*",
        "a*",
        "ann)(uid=*",
        "ann)(|(uid=*",
        r"a\2a",
        "(ann)",
        "ann\0",
        "nobody",
        "x" * 250,
        "*)(objectClass=*",
    ],
)
def test_a_name_is_never_a_filter(agents: str, login: str) -> None:
    assert enter(f"northwind\\{login}").status_code == 422
    assert not User.objects.filter(directory__isnull=False).exists()


@pytest.mark.parametrize("uid", ["o(tto)*", "ann, the other", "ann+x", r"back\slash", "größe", "#1 = one"])
def test_a_strange_name_is_a_name(northwind: Directory, ldap_server: LdapServer, uid: str) -> None:
    """What would be special in a filter or in a distinguished name is found and proven as what it is."""
    ldap_server.root.add(
        f"cn=strange,{PEOPLE}",
        ["inetOrgPerson"],
        {"uid": uid, "cn": "strange", "sn": "s", "userPassword": PASSWORD},
    )
    person = gateways.authenticate(northwind, uid, PASSWORD)
    assert person is not None
    assert person.dn == f"cn=strange,{PEOPLE}"


def test_several_that_fit_are_nobody(northwind: Directory, agents: str, ldap_server: LdapServer) -> None:
    ldap_server.add_person("bob")
    northwind.user_filter = "(|(uid=#USER#)(uid=bob))"
    with pytest.raises(DirectoryError, match="several people"):
        gateways.authenticate(northwind, "ann", PASSWORD)


class TestWhoComesIn:
    def test_in_no_group(self, northwind: Directory, ann: str) -> None:
        assert "in no group that may use this desk" in refused(r"northwind\ann")
        assert not User.objects.filter(directory=northwind).exists()

    def test_everybody_as_a_customer(self, northwind: Directory, ann: str) -> None:
        Directory.objects.update(admits=Directory.Admits.ALL)
        assert enter(r"northwind\ann")["Location"] == "/"
        assert not User.objects.get(directory=northwind).is_agent

    def test_a_group_of_customers(self, northwind: Directory, ann: str, ldap_server: LdapServer) -> None:
        gives(northwind, ldap_server.add_group("customers", ann), Builtin.REGISTERED)
        assert enter(r"northwind\ann")["Location"] == "/"

    def test_locked_in_the_directory(self, agents: str, ldap_server: LdapServer, ann: str) -> None:
        ldap_server.lock(ann)
        assert refused(r"northwind\ann") == WRONG

    def test_switched_off_as_active_directory_writes_it(
        self, agents: str, ldap_server: LdapServer, ann: str
    ) -> None:
        ldap_server.change(ann, "userAccountControl", "514")
        assert refused(r"northwind\ann") == WRONG
        ldap_server.change(ann, "userAccountControl", "512")
        assert enter(r"northwind\ann").status_code == 302

    def test_switched_off_here(self, agents: str) -> None:
        enter(r"northwind\ann")
        User.objects.filter(username=r"northwind\ann").update(is_active=False)
        assert "switched off here" in refused(r"northwind\ann")

    def test_a_directory_that_is_switched_off(self, northwind: Directory, agents: str) -> None:
        Directory.objects.update(is_active=False)
        assert refused(r"northwind\ann") == WRONG
        assert refused(r"southwind\ann") == WRONG


class TestGroups:
    def test_a_group_in_a_group_in_a_group(
        self, northwind: Directory, ldap_server: LdapServer, ann: str
    ) -> None:
        first = ldap_server.add_group("first", ann)
        second = ldap_server.add_group("second", first)
        third = ldap_server.add_group("third", second)
        gives(northwind, third.upper(), Builtin.MANAGER)
        assert enter(r"northwind\ann")["Location"] == "/agent/"
        person = User.objects.get(directory=northwind)
        assert [role.builtin for role in person.roles.all()] == ["manager"]
        assert "desk.see_department" in permissions_of(person)
        Directory.objects.update(nested_groups=False)
        assert "in no group" in refused(r"northwind\ann")

    def test_groups_that_hold_each_other(
        self, northwind: Directory, ldap_server: LdapServer, ann: str
    ) -> None:
        first = ldap_server.add_group("first", ann)
        second = ldap_server.add_group("second", first)
        ldap_server.change(first, "member", ann, second, first)
        person = gateways.authenticate(northwind, "ann", PASSWORD)
        assert person is not None
        assert {gateways.dn_key(dn) for dn in person.groups} == {first, second}

    def test_a_lost_group_loses_its_role_and_only_that(
        self, northwind: Directory, ldap_server: LdapServer, ann: str
    ) -> None:
        group = ldap_server.add_group("managers", ann)
        agents = ldap_server.add_group("agents", ann)
        gives(northwind, group, Builtin.MANAGER)
        gives(northwind, agents, Builtin.AGENT)
        enter(r"northwind\ann")
        person = User.objects.get(directory=northwind)
        own = services.create_role(name="Writers", description="", permissions=[], actor=person.actor)
        person.roles.add(own)
        ldap_server.change(group, "member", f"uid=nobody,{PEOPLE}")
        assert enter(r"northwind\ann").status_code == 302
        person.refresh_from_db()
        assert [role.name for role in person.roles.all()] == ["Writers"]
        assert person.is_agent
        said = [str(render(entry)) for entry in history("user", person.pk)]
        assert "Has these roles now: Writers" in said

    def test_who_has_lost_all_groups_is_no_agent_any_more(
        self, northwind: Directory, agents: str, ldap_server: LdapServer
    ) -> None:
        enter(r"northwind\ann")
        ldap_server.change(agents, "member", f"uid=nobody,{PEOPLE}")
        assert "in no group" in refused(r"northwind\ann")
        person = User.objects.get(directory=northwind)
        assert not person.is_agent
        assert "desk.web_services" not in permissions_of(person)

    def test_the_last_administrator_stays_one(
        self, northwind: Directory, ldap_server: LdapServer, ann: str
    ) -> None:
        group = ldap_server.add_group("admins", ann)
        gives(northwind, group, Builtin.ADMINISTRATOR)
        enter(r"northwind\ann")
        person = User.objects.get(directory=northwind)
        ldap_server.change(group, "member", f"uid=nobody,{PEOPLE}")
        assert "in no group" in refused(r"northwind\ann")
        person.refresh_from_db()
        assert "desk.administer" in permissions_of(person)
        administrator("Admin")
        refused(r"northwind\ann")
        person.refresh_from_db()
        assert "desk.administer" not in permissions_of(person)

    def test_active_directory_is_asked_in_its_own_way(self) -> None:
        """Its rule is sent as the protocol has it; an OpenLDAP server knows no such rule."""
        asked = chain_filter("CN=Ann (Support),DC=x")
        assert asked == r"(member:1.2.840.113556.1.4.1941:=CN=Ann \28Support\29,DC=x)"
        assert gateways.is_filter(asked)


class TestPeopleWhoAreKnownHere:
    def test_by_address_only(self, northwind: Directory, agents: str) -> None:
        known = named(AddressFactory, "Ann")
        User.objects.filter(pk=known.pk).update(email_key="ann@northwind.example")
        assert enter(r"northwind\ann").status_code == 302
        known.refresh_from_db()
        assert (known.directory, known.is_agent) == (northwind, True)

    def test_an_account_is_not_taken_over(self, agents: str) -> None:
        own = named(AgentFactory, "Ann")
        User.objects.filter(pk=own.pk).update(email_key="ann@northwind.example")
        assert "already belongs to an account here" in refused(r"northwind\ann")
        own.refresh_from_db()
        assert own.directory is None

    def test_an_account_is_joined_where_that_is_wanted(self, northwind: Directory, agents: str) -> None:
        Directory.objects.update(joins_accounts=True)
        own = named(AgentFactory, "Ann")
        User.objects.filter(pk=own.pk).update(email_key="ann@northwind.example")
        assert enter(r"northwind\ann").status_code == 302
        own.refresh_from_db()
        assert own.directory == northwind
        assert enter("ann@example.org", LOCAL_PASSWORD).status_code == 302

    def test_a_local_password_goes_to_no_directory(self, northwind: Directory, agents: str) -> None:
        Directory.objects.update(is_default=True)
        own = named(CustomerFactory, "Ann")
        User.objects.filter(pk=own.pk).update(username="ann")
        assert enter("ann", LOCAL_PASSWORD).status_code == 302
        assert refused("ann", PASSWORD) == WRONG  # it is the directory's, but the local name comes first


class TestServers:
    def test_it_is_down(self, northwind: Directory, agents: str, dead_port: int) -> None:
        Directory.objects.update(servers=f"127.0.0.1:{dead_port}", is_default=True)
        assert "NORTHWIND cannot be asked at the moment" in refused(r"northwind\ann")
        northwind.refresh_from_db()
        assert "Nothing listens on this port" in northwind.last_error
        named(CustomerFactory, "Cleo")
        assert enter("cleo@example.org", LOCAL_PASSWORD).status_code == 302
        assert refused("cleo@example.org", "wrong") == refused("unknown@example.org", "wrong")

    def test_the_second_server_answers(
        self, northwind: Directory, agents: str, ldap_server: LdapServer, dead_port: int
    ) -> None:
        Directory.objects.update(servers=f"127.0.0.1:{dead_port}\n127.0.0.1:{ldap_server.port}")
        assert enter(r"northwind\ann").status_code == 302
        assert cache.get(f"directory-down:127.0.0.1:{dead_port}")
        assert enter(r"northwind\ann").status_code == 302

    def test_it_accepts_and_says_nothing(self, northwind: Directory, agents: str, silent: int) -> None:
        Directory.objects.update(servers=f"127.0.0.1:{silent}", timeout=1)
        began = time.monotonic()
        assert "cannot be asked" in refused(r"northwind\ann")
        assert time.monotonic() - began < 5

    @pytest.fixture
    def silent(self) -> Iterator[int]:
        with socket.create_server(("127.0.0.1", 0)) as server:
            yield server.getsockname()[1]

    def test_it_works_again(self, northwind: Directory, agents: str) -> None:
        Directory.objects.update(last_error="connect: down")
        enter(r"northwind\ann")
        northwind.refresh_from_db()
        assert northwind.last_error == ""

    def test_the_own_user_is_refused(self, northwind: Directory, agents: str) -> None:
        Directory.objects.filter(pk=northwind.pk).update(bind_name="cn=reader,dc=elsewhere")
        assert "cannot be asked" in refused(r"northwind\ann")

    def test_never_inside_a_unit(self, northwind: Directory) -> None:
        with pytest.raises(RuntimeError, match="inside a transaction"):
            write(lambda: gateways.authenticate(northwind, "ann", PASSWORD))()


class TestEncryption:
    @pytest.fixture(params=["tls", "starttls"])
    def northwind(self, db: None, ldap_server: LdapServer, request: pytest.FixtureRequest) -> Directory:
        port = ldap_server.tls_port if request.param == "tls" else ldap_server.port
        return directory_on(ldap_server, security=request.param, port=port)

    def test_with_the_right_authority(
        self, northwind: Directory, agents: str, ldap_server: LdapServer
    ) -> None:
        Directory.objects.update(ca_certificate=ldap_server.authority.read_text())
        assert enter(r"northwind\ann").status_code == 302

    def test_with_a_wrong_authority(self, northwind: Directory, agents: str, tmp_path: Path) -> None:
        other = certificates.make(tmp_path).certificate
        Directory.objects.update(ca_certificate=other.read_text())
        assert "cannot be asked" in refused(r"northwind\ann")
        northwind.refresh_from_db()
        assert northwind.last_error.startswith("tls: The certificate's authority is not known")

    def test_with_no_authority_of_its_own(self, northwind: Directory, agents: str) -> None:
        assert "cannot be asked" in refused(r"northwind\ann")

    def test_for_another_name(self, northwind: Directory, agents: str, ldap_server: LdapServer) -> None:
        servers = northwind.servers.replace("127.0.0.1", "127.0.0.2")
        Directory.objects.update(ca_certificate=ldap_server.authority.read_text(), servers=servers)
        assert "cannot be asked" in refused(r"northwind\ann")
        northwind.refresh_from_db()
        assert "another name" in northwind.last_error

    def test_without_the_check(self, northwind: Directory, agents: str) -> None:
        Directory.objects.update(verify_certificate=False)
        assert enter(r"northwind\ann").status_code == 302


class TestPeopleWhoLookThemselvesUp:
    @pytest.fixture
    def northwind(self, db: None, ldap_server: LdapServer) -> Directory:
        return directory_on(
            ldap_server,
            binding=Directory.Binding.PERSON,
            bind_name="",
            bind_password="",
            person_name=f"uid=#USER#,{PEOPLE}",
            admits=Directory.Admits.ALL,
        )

    def test_they_come_in(self, northwind: Directory, ann: str) -> None:
        assert enter(r"northwind\ann").status_code == 302
        assert refused(r"northwind\ann", "wrong") == WRONG

    def test_a_name_cannot_leave_its_place(
        self, northwind: Directory, ann: str, ldap_server: LdapServer
    ) -> None:
        assert refused(r"northwind\ann,ou=people") == WRONG

    def test_it_is_the_password_of_exactly_the_one_found(
        self, northwind: Directory, ann: str, ldap_server: LdapServer
    ) -> None:
        """Who signs in by one name and is found by another is not taken for the other."""
        ldap_server.add_person("mallory", userPassword="another 2002")
        Directory.objects.update(user_filter="(&(uid=mallory)(!(uid=#USER#)))")
        assert refused(r"northwind\ann") == WRONG


class TestPeopleWhoAreSignedIn:
    """Asked about every hour."""

    @pytest.fixture
    def inside(self, northwind: Directory, agents: str, ldap_server: LdapServer) -> Client:
        """Ann, and Bob, who always stays."""
        bob = ldap_server.add_person("bob")
        ldap_server.change(agents, "member", f"uid=ann,{PEOPLE}", bob)
        enter(r"northwind\bob")
        client = Client()
        client.post("/login", {"username": r"northwind\ann", "password": PASSWORD})
        return client

    def is_in(self, client: Client) -> bool:
        return bool(client.get("/profile").status_code == 200)

    def test_they_stay(self, inside: Client) -> None:
        assert services.recheck_people() == 0
        assert self.is_in(inside)

    def test_a_new_group_counts(
        self, northwind: Directory, inside: Client, ldap_server: LdapServer, ann: str
    ) -> None:
        gives(northwind, ldap_server.add_group("managers", ann), Builtin.MANAGER)
        assert services.recheck_people() == 0
        assert "desk.see_department" in permissions_of(User.objects.get(username=r"northwind\ann"))

    def test_who_lost_the_group_is_signed_out(
        self, inside: Client, ldap_server: LdapServer, agents: str
    ) -> None:
        ldap_server.change(agents, "member", f"uid=bob,{PEOPLE}")
        assert services.recheck_people() == 1
        assert not self.is_in(inside)
        assert not User.objects.get(username=r"northwind\ann").is_agent

    def test_who_has_left_is_signed_out(self, inside: Client, ldap_server: LdapServer, ann: str) -> None:
        ldap_server.root.delete(ann)
        assert services.recheck_people() == 1
        assert not self.is_in(inside)

    def test_who_was_switched_off_is_signed_out(
        self, inside: Client, ldap_server: LdapServer, ann: str
    ) -> None:
        ldap_server.change(ann, "userAccountControl", "514")
        assert services.recheck_people() == 1

    @pytest.mark.parametrize("change", [{"servers": "127.0.0.1:1"}, {"base_dn": f"ou=groups,{BASE}"}])
    def test_a_directory_that_cannot_say_sends_nobody_away(
        self, inside: Client, change: dict[str, str]
    ) -> None:
        Directory.objects.update(**change)
        assert services.recheck_people() == 0
        assert self.is_in(inside)


def test_wrong_passwords_lock_the_name_before_the_directory_is_asked(
    northwind: Directory, agents: str, dead_port: int, settings: Settings
) -> None:
    settings.AXES_FAILURE_LIMIT = 2
    codes = [enter(r"northwind\ann", "wrong").status_code for _ in range(3)]
    assert codes[-1] == 429
    Directory.objects.update(servers=f"127.0.0.1:{dead_port}")
    assert enter(r"northwind\ann").status_code == 429
    northwind.refresh_from_db()
    assert northwind.last_error == ""


def test_the_second_factor_is_still_asked_for(agents: str) -> None:
    client = Client()
    client.post("/login", {"username": r"northwind\ann", "password": PASSWORD})
    page = client.get("/profile/security/app").content.decode()
    secret = re.search(r"<code>([A-Z2-7]{32})</code>", page)
    assert secret
    client.post("/profile/security/app", {"code": code_for(secret[1])})
    again = Client()
    response = again.post("/login", {"username": r"northwind\ann", "password": PASSWORD})
    assert response["Location"] == "/login/code"
    assert again.get("/profile").status_code == 302


def test_password_and_address_are_changed_in_the_directory(agents: str) -> None:
    client = Client()
    client.post("/login", {"username": r"northwind\ann", "password": PASSWORD})
    page = client.get("/profile").content.decode()
    for path in ("/profile/password", "/profile/email"):
        assert path not in page
        assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("name", "is_theirs"),
    [(r"northwind\x", True), ("Northwind/x", True), ("x", False), (r"southwind\x", False), ("a/b", False)],
)
def test_names_of_a_directory_pass_the_login_provider_by(
    northwind: Directory, name: str, is_theirs: bool
) -> None:
    Directory.objects.update(is_default=True)
    assert names_directory(name) is is_theirs


def test_the_password_is_nowhere(agents: str, dead_port: int, caplog: pytest.LogCaptureFixture) -> None:
    enter(r"northwind\ann")
    enter(r"northwind\ann", "wrong but secret")
    Directory.objects.update(servers=f"127.0.0.1:{dead_port}")
    enter(r"northwind\ann")
    kept = str(list(User.objects.values())) + str(list(AuditEntry.objects.values())) + caplog.text
    assert PASSWORD not in kept
    assert "wrong but secret" not in kept


def test_the_secret_of_the_directory_is_encrypted(northwind: Directory) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT bind_password FROM accounts_directory")
        assert cursor.fetchone()[0].startswith("enc1:")
