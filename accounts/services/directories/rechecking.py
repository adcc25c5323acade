"""Who is signed in by a directory is asked about again and again: groups change, and people leave."""

import logging

from accounts import gateways
from accounts.errors import DirectoryError
from accounts.models import Directory, User
from accounts.services.directories.admitting import follow, give, lets_in, roles_of
from accounts.services.directories.keeping import note_outcome
from accounts.services.sessions import end_sessions
from common.actor import Actor
from common.unit import write

log = logging.getLogger(__name__)


def recheck_people() -> int:
    """Brings the roles of people who are signed in up to date; returns how many were signed out.

    That is who is let in no more, unless they have a password here. Where people look themselves up, nobody
    can be asked about.
    """
    asked = Directory.objects.filter(is_active=True, binding=Directory.Binding.SERVICE)
    return sum(_recheck(directory) for directory in asked)


def _recheck(directory: Directory) -> int:
    rows = User.objects.filter(directory=directory, is_active=True, sign_ins__isnull=False).distinct()
    people = {user.directory_key: user for user in rows}
    try:
        found = gateways.people_of(directory, people)
    except DirectoryError as error:
        log.warning("The directory %s could not be asked: %s", directory.name, error)
        note_outcome(directory_id=directory.pk, error=str(error))
        return 0
    if not any(found.values()):  # a wrong branch or a missing right finds nobody: no reason to send all away
        return 0
    kept = [_keep_up(directory, people[key], person) for key, person in found.items()]
    return kept.count(False)


@write
def _keep_up(directory: Directory, user: User, person: gateways.Person | None) -> bool:
    """Whether the person may stay signed in."""
    mapped, won = roles_of(directory, person.groups if person else ())
    if person is not None:
        follow(user, person, directory)
    give(user, directory, mapped, won)
    if (person is not None and lets_in(directory, won)) or user.has_usable_password():
        return True
    end_sessions(user=user, actor=Actor("provider", directory.pk, directory.name))
    return False
