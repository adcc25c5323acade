"""Somebody whom a directory knows comes in: found, joined or made; with the roles of their groups."""

import secrets
from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.errors import AddressKnownError, NoEntryError, NoGroupError, SwitchedOffError
from accounts.gateways import Person, dn_key
from accounts.models import Directory, Role, User
from accounts.selectors.people import other_administrators_exist
from accounts.services import tokens
from common import realtime, site
from common.actor import Actor
from common.audit import history, record
from common.unit import write
from licensing.services import has_free_seat

Builtin = Role.Builtin


def admit(*, directory: Directory, person: Person) -> User:
    """The person's account, up to date with the directory, made when there is none.

    What was lost in the directory is lost here even when the person may not come in any more.
    Raises NoEntryError.
    """
    user, refusal = _admit(directory=directory, person=person)
    if refusal is not None:
        raise refusal
    assert user is not None
    return user


@write
def _admit(*, directory: Directory, person: Person) -> tuple[User | None, NoEntryError | None]:
    mapped, won = roles_of(directory, person.groups)
    enters = lets_in(directory, won)
    user = User.objects.filter(directory=directory, directory_key=person.key).first()
    if user is None and not enters:
        return None, NoGroupError()
    user = user or _joined(directory, person) or _made(directory, person)
    if user is None:
        return None, AddressKnownError()
    follow(user, person, directory)
    give(user, directory, mapped, won)
    if not user.is_active:
        return user, SwitchedOffError()
    return user, None if enters else NoGroupError()


def lets_in(directory: Directory, won: dict[int, Role]) -> bool:
    """May somebody with these roles of groups come in?"""
    return bool(won) or directory.admits == Directory.Admits.ALL


def roles_of(directory: Directory, groups: Iterable[str]) -> tuple[dict[int, Role], dict[int, Role]]:
    """The roles that this directory gives at all, and those that these groups give."""
    keys = {dn_key(group) for group in groups}
    rows = list(directory.mappings.select_related("role"))
    return {row.role_id: row.role for row in rows}, {
        row.role_id: row.role for row in rows if dn_key(row.group) in keys
    }


def _actor(directory: Directory) -> Actor:
    return Actor("provider", directory.pk, directory.name)


def _joined(directory: Directory, person: Person) -> User | None:
    """Somebody known here by the same address; who has an account, only where an administrator allows it."""
    found = User.objects.filter(email_key=person.mail.lower()).first() if person.mail else None
    if found is None or found.directory_id is not None:
        return None
    if found.has_account and not directory.joins_accounts:
        return None
    found.directory, found.directory_key = directory, person.key
    found.save(update_fields=["directory", "directory_key"])
    tokens.forget(found)  # a mailed link would give the account a password of its own
    record("user", found.pk, "user.joined", _actor(directory), {"directory": directory.name})
    return found


def _free_username(wanted: str) -> str:
    if not User.objects.filter(username=wanted).exists():
        return wanted
    return f"{wanted[:240]}#{secrets.token_hex(5)}"


def _made(directory: Directory, person: Person) -> User | None:
    """A new account; None when the address belongs to somebody else's."""
    if person.mail and User.objects.filter(email_key=person.mail.lower()).exists():
        return None
    user = User(
        username=_free_username(f"{directory.name_key}\\{person.login.lower()}"[:250]),
        display_name=person.name or person.login,
        language=site.current().language,
        directory=directory,
        directory_key=person.key,
    )
    user.set_unusable_password()
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError:  # the same person came in twice at this moment
        return User.objects.filter(directory=directory, directory_key=person.key).first()
    record("user", user.pk, "user.from_directory", _actor(directory), {"directory": directory.name})
    return user


def follow(user: User, person: Person, directory: Directory) -> None:
    """Name and address are the directory's; an address that somebody else has is left out."""
    new: dict[str, str] = {"display_name": person.name} if person.name else {}
    if person.mail and person.mail.lower() != user.email_key:
        taken = User.objects.filter(email_key=person.mail.lower()).exclude(pk=user.pk).exists()
        new |= {} if taken else {"email": person.mail}
    changed = {field: [getattr(user, field), value] for field, value in new.items()
               if getattr(user, field) != value}  # fmt: skip
    proven = bool(person.mail) and person.mail.lower() == (new.get("email") or user.email).lower()
    if not changed and (user.email_verified_at is not None or not proven):
        return
    for field, value in new.items():
        setattr(user, field, value)
    user.email_key = user.email.lower() or None
    if proven:
        user.email_verified_at = user.email_verified_at or timezone.now()
    user.save(update_fields=["display_name", "email", "email_key", "email_verified_at"])
    if changed:
        record("user", user.pk, "user.edited", _actor(directory), {"changed": changed})


def _makes_agent(role: Role) -> bool:
    return role.builtin != Builtin.REGISTERED


def give(user: User, directory: Directory, mapped: dict[int, Role], won: dict[int, Role]) -> None:
    """Gives and takes the roles of groups, and no others. The last administrator stays one.

    Whom a group makes an agent comes in as a customer while the licence has no seat left.
    """
    old = {role.pk: role for role in user.roles.all()}
    given = {pk: role for pk, role in won.items() if role.builtin not in {Builtin.REGISTERED, Builtin.AGENT}}
    new = {pk: role for pk, role in old.items() if pk not in mapped} | given
    is_agent = _is_agent(user, mapped, won)
    if is_agent and not user.is_agent and user.is_active and not has_free_seat():
        _note_no_seat(user, directory)
        give(user, directory, mapped, {})
        return
    if _takes_last_administrator(user, old, new if is_agent else {}):
        new |= {pk: role for pk, role in old.items() if role.builtin == Builtin.ADMINISTRATOR}
        is_agent = True
    if new.keys() == old.keys() and is_agent == user.is_agent:
        return
    became = is_agent and not user.is_agent
    user.is_agent_by_directory = is_agent and (became or user.is_agent_by_directory)
    user.is_agent = is_agent
    user.save(update_fields=["is_agent", "is_agent_by_directory"])
    user.roles.set(new.values())
    realtime.revoke(user.pk)
    before, after = (sorted(role.name for role in roles.values()) for roles in (old, new))
    record("user", user.pk, "user.roles_changed", _actor(directory), {"old": before, "new": after})


def _note_no_seat(user: User, directory: Directory) -> None:
    """Once, not with every sign-in."""
    last = history("user", user.pk).order_by("-id").values_list("action", flat=True).first()
    if last != "user.no_seat":
        record("user", user.pk, "user.no_seat", _actor(directory), {"directory": directory.name})


def _is_agent(user: User, mapped: dict[int, Role], won: dict[int, Role]) -> bool:
    """An agent by a group, or an agent whom no directory has made one."""
    if any(role.builtin != Builtin.REGISTERED for role in won.values()):
        return True
    loses = user.is_agent_by_directory or any(role.builtin == Builtin.AGENT for role in mapped.values())
    return user.is_agent and not loses


def _takes_last_administrator(user: User, old: dict[int, Role], new: dict[int, Role]) -> bool:
    """Asked under a lock, so that two of them cannot lose it at once."""
    administrators = [pk for pk, role in old.items() if role.builtin == Builtin.ADMINISTRATOR]
    if not administrators or administrators[0] in new or not (user.is_active and user.is_agent):
        return False
    list(Role.objects.select_for_update().filter(pk=administrators[0]))
    return not other_administrators_exist(user)
