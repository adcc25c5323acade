"""A directory is made, changed, switched off, deleted. Passwords never go into the history."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.errors import LastAdministratorError, NameTakenError
from accounts.models import Directory, DirectoryRole, Role, User
from accounts.selectors.directories import directory_for
from accounts.services.sessions import end_sessions
from common.actor import Actor
from common.audit import record
from common.unit import write, write_unfenced

_NOTED = {
    "last_error",
    "last_error_at",
    "created_at",
}  # what sign-in writes


@write
def save_directory(*, directory: Directory, mappings: Iterable[tuple[str, Role]], actor: Actor) -> Directory:
    """Makes or changes a directory; only one answers for names without a domain. Raises NameTakenError."""
    is_new = directory.pk is None
    directory.name_key = directory.name.lower()
    try:
        with transaction.atomic():
            if is_new:
                directory.save(force_insert=True)
            else:
                names = {field.name for field in directory._meta.concrete_fields if not field.primary_key}
                directory.save(update_fields=names - _NOTED)
    except IntegrityError as error:
        raise NameTakenError from error
    if directory.is_default:
        Directory.objects.exclude(pk=directory.pk).update(is_default=False)
    directory.mappings.all().delete()
    rows = [DirectoryRole(directory=directory, group=group, role=role) for group, role in mappings]
    DirectoryRole.objects.bulk_create(rows)
    record("directory", directory.pk, "directory.made" if is_new else "directory.changed", actor, {
        "name": directory.name,
        "groups": [f"{row.group} → {row.role.name}" for row in rows],
    })  # fmt: skip
    return directory


def _stays_administered(directory: Directory) -> None:
    """Somebody must be able to administer without this directory. Raises LastAdministratorError."""
    list(Role.objects.select_for_update().filter(builtin=Role.Builtin.ADMINISTRATOR))
    people = User.objects.filter(is_agent=True, is_active=True, roles__builtin=Role.Builtin.ADMINISTRATOR)
    mine = people.filter(directory=directory)
    others = people.exclude(directory=directory) | people.filter(directory=None)
    own = any(person.has_usable_password() for person in mine[:50])
    if mine.exists() and not own and not any(person.has_account for person in others.distinct()[:50]):
        raise LastAdministratorError


@write
def set_directory_active(*, directory: Directory, is_active: bool, actor: Actor) -> None:
    """Its people can sign in by it, or no more. Raises LastAdministratorError."""
    if not is_active:
        _stays_administered(directory)
    Directory.objects.filter(pk=directory.pk).update(is_active=is_active, last_error="", last_error_at=None)
    action = "directory.resumed" if is_active else "directory.paused"
    record("directory", directory.pk, action, actor, {"name": directory.name})


@write
def delete_directory(*, directory: Directory, actor: Actor) -> None:
    """Its people stay, with their tickets, and are signed out; who has a password here keeps it.

    Raises LastAdministratorError.
    """
    _stays_administered(directory)
    for person in User.objects.filter(directory=directory):
        if not person.has_usable_password():
            end_sessions(user=person, actor=actor)
    User.objects.filter(directory=directory).update(directory=None, directory_key="")
    record("directory", directory.pk, "directory.deleted", actor, {"name": directory.name})
    directory.delete()


@write_unfenced
def note_outcome(*, directory_id: int, error: str) -> None:
    """Notes whether the directory could be asked, for its page; an empty `error` says that it could."""
    directory = directory_for(directory_id)
    if error or directory.last_error:
        at = timezone.now() if error else None
        Directory.objects.filter(pk=directory_id).update(last_error=error[:1000], last_error_at=at)
