"""Roles: the built-in ones keep their place, custom ones come and go."""

import pytest
from django.test import Client

from accounts.errors import BuiltinRoleError, LastAdministratorError, NameTakenError
from accounts.models import Role, User
from accounts.permissions import ADMINISTER, CHANGE_PASSWORD, SEE_DEPARTMENT
from accounts.selectors import permissions_of
from accounts.services import create_role, delete_role, edit_role, sync_builtin_roles
from common.actor import SYSTEM
from common.permissions import UnknownPermissionError, all_permissions
from tests.accounts.conftest import SignedIn


def names_of(role: Role) -> set[str]:
    return set(role.permissions.values_list("name", flat=True))


def test_the_first_time_gives_all_defaults(db: None) -> None:
    expected = sum(len(one.defaults) for one in all_permissions())
    assert sync_builtin_roles() == expected
    assert CHANGE_PASSWORD in names_of(Role.objects.get(builtin="registered"))
    assert ADMINISTER in names_of(Role.objects.get(builtin="administrator"))


def test_the_second_time_gives_nothing_back(db: None) -> None:
    sync_builtin_roles()
    role = Role.objects.get(builtin="manager")
    edit_role(role=role, name="", description="", permissions=[], actor=SYSTEM)
    assert sync_builtin_roles() == 0
    assert names_of(role) == set()


def test_a_built_in_role_keeps_its_name_and_stays(db: None) -> None:
    role = Role.objects.get(builtin="agent")
    edit_role(role=role, name="Slave", description="x", permissions=[SEE_DEPARTMENT], actor=SYSTEM)
    role.refresh_from_db()
    assert (role.name, role.description) == ("Agent", "x")
    with pytest.raises(BuiltinRoleError):
        delete_role(role=role, actor=SYSTEM)


def test_administrators_keep_administering(db: None) -> None:
    role = Role.objects.get(builtin="administrator")
    with pytest.raises(LastAdministratorError):
        edit_role(role=role, name="", description="", permissions=[SEE_DEPARTMENT], actor=SYSTEM)


def test_a_custom_role(ann: User) -> None:
    role = create_role(name="Writers", description="", permissions=[SEE_DEPARTMENT], actor=SYSTEM)
    ann.roles.add(role)
    assert SEE_DEPARTMENT in permissions_of(ann)
    delete_role(role=role, actor=SYSTEM)
    assert SEE_DEPARTMENT not in permissions_of(ann)


def test_a_name_is_given_once(db: None) -> None:
    with pytest.raises(NameTakenError):
        create_role(name="Manager", description="", permissions=[], actor=SYSTEM)


def test_an_unknown_permission_is_refused(db: None) -> None:
    with pytest.raises(UnknownPermissionError):
        create_role(name="Writers", description="", permissions=["kb.fly"], actor=SYSTEM)
    assert not Role.objects.filter(name="Writers").exists()


def test_the_pages(admin: User, browser_of: SignedIn) -> None:
    client: Client = browser_of(admin)
    assert "Who may do what" in client.get("/settings/roles").content.decode()
    data = {"name": "Writers", "description": "", "permissions": [SEE_DEPARTMENT]}
    assert client.post("/settings/roles/new", data).status_code == 302
    role = Role.objects.get(name="Writers")
    taken = client.post(f"/settings/roles/{role.pk}", data | {"name": "Manager"})
    assert taken.status_code == 422
    assert client.post(f"/settings/roles/{role.pk}/delete").status_code == 302
    assert not Role.objects.filter(pk=role.pk).exists()
    builtin = Role.objects.get(builtin="agent")
    refused = client.post(f"/settings/roles/{builtin.pk}/delete", follow=True)
    assert "cannot be deleted" in refused.content.decode()
