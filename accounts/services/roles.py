"""Roles: the built-in ones keep their place, custom ones come and go."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop

from accounts.errors import BuiltinRoleError, LastAdministratorError, NameTakenError
from accounts.models import Role, RolePermission
from accounts.permissions import ADMINISTER
from common import options, realtime
from common.actor import SYSTEM, Actor
from common.audit import record
from common.permissions import all_permissions, known
from common.unit import write

Builtin = Role.Builtin
BUILTIN_NAMES = {
    Builtin.EVERYONE: gettext_noop("Everyone"),
    Builtin.REGISTERED: gettext_noop("Registered User"),
    Builtin.VERIFIED: gettext_noop("Registered User with Verified Email"),
    Builtin.AGENT: gettext_noop("Agent"),
    Builtin.MANAGER: gettext_noop("Manager"),
    Builtin.ADMINISTRATOR: gettext_noop("Administrator"),
}
GIVEN_DEFAULTS = options.declare("roles.given_defaults", [])


@write
def sync_builtin_roles() -> int:
    """Gives the built-in roles the default permissions that are new since the last time; returns how many.

    What an administrator has taken from a role is not given back.
    """
    roles = {role.builtin: role for role in Role.objects.exclude(builtin="")}
    for builtin, name in BUILTIN_NAMES.items():
        if builtin.value not in roles:
            roles[builtin.value] = Role.objects.create(builtin=builtin.value, name=name)
    given = set(options.get(GIVEN_DEFAULTS))
    fresh = [
        (f"{role}:{permission.name}", RolePermission(role=roles[role], name=permission.name))
        for permission in all_permissions()
        for role in permission.defaults
        if f"{role}:{permission.name}" not in given
    ]
    if fresh:
        RolePermission.objects.bulk_create([row for _, row in fresh], ignore_conflicts=True)
        options.put(GIVEN_DEFAULTS, sorted(given | {key for key, _ in fresh}), actor=SYSTEM)
    return len(fresh)


def _set_permissions(role: Role, names: Iterable[str]) -> dict[str, list[str]]:
    wanted = {known(name) for name in names}
    current = set(role.permissions.values_list("name", flat=True))
    role.permissions.filter(name__in=current - wanted).delete()
    RolePermission.objects.bulk_create(
        [RolePermission(role=role, name=name) for name in sorted(wanted - current)]
    )
    return {"added": sorted(wanted - current), "removed": sorted(current - wanted)}


@write
def create_role(*, name: str, description: str, permissions: Iterable[str], actor: Actor) -> Role:
    """Raises NameTakenError, UnknownPermissionError."""
    role = Role(name=name.strip(), description=description.strip())
    _save(role)
    changes = _set_permissions(role, permissions)
    record("role", role.pk, "role.created", actor, {"name": role.name, **changes})
    return role


def _save(role: Role) -> None:
    try:
        with transaction.atomic():
            role.save()
    except IntegrityError as error:
        raise NameTakenError from error


@write
def edit_role(*, role: Role, name: str, description: str, permissions: Iterable[str], actor: Actor) -> Role:
    """A built-in role keeps its name. Raises NameTakenError, LastAdministratorError and
    UnknownPermissionError."""
    names = list(permissions)
    if role.builtin == Builtin.ADMINISTRATOR and ADMINISTER not in names:
        raise LastAdministratorError
    if not role.builtin:
        role.name = name.strip()
    role.description = description.strip()
    _save(role)
    changes = _set_permissions(role, names)
    if changes["removed"]:
        for user_id in role.users.values_list("id", flat=True):
            realtime.revoke(user_id)
    record("role", role.pk, "role.edited", actor, {"name": role.name, **changes})
    return role


@write
def delete_role(*, role: Role, actor: Actor) -> None:
    """People lose what only this role gave them. Raises BuiltinRoleError."""
    if role.builtin:
        raise BuiltinRoleError
    for user_id in role.users.values_list("id", flat=True):
        realtime.revoke(user_id)
    record("role", role.pk, "role.deleted", actor, {"name": role.name})
    role.delete()
