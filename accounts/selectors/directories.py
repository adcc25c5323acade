"""Directories. They belong to the settings, whose views check the permission; sign-in asks by name."""

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404

from accounts.models import Directory, Role, User

_GIVEN = (
    "",
    Role.Builtin.REGISTERED.value,
    Role.Builtin.AGENT.value,
    Role.Builtin.MANAGER.value,
    Role.Builtin.ADMINISTRATOR.value,
)


def directories() -> list[Directory]:
    """All, each with `members`: how many people came in by it."""
    return list(Directory.objects.annotate(members=Count("people")))


def directory_for(directory_id: int) -> Directory:
    """Raises Http404."""
    return get_object_or_404(Directory, pk=directory_id)


def directory_named(name: str) -> tuple[Directory | None, str]:
    """Who is asked about a name as people write it, and by which name: `DOMAIN\\user`, `DOMAIN/user`, or the
    name alone where a directory is set for those."""
    active = Directory.objects.filter(is_active=True)
    for mark in ("\\", "/"):
        domain, found, login = name.partition(mark)
        if found:
            return active.filter(name_key=domain.strip().lower()).first(), login.strip()
    return active.filter(is_default=True).first(), name.strip()


def names_directory(name: str) -> bool:
    """Does the name begin with the domain of a directory that answers?"""
    return ("\\" in name or "/" in name) and directory_named(name)[0] is not None


def directory_roles() -> QuerySet[Role]:
    """What a group may stand for: customer, agent, manager, administrator, or a custom role."""
    return Role.objects.filter(builtin__in=_GIVEN).order_by("id")


def local_person(name: str) -> User | None:
    """Somebody with a password of their own here, whom no directory knows."""
    rows = User.objects.filter(Q(username=name) | Q(email_key=name), directory=None).order_by("id")
    return next((user for user in rows[:2] if user.has_usable_password()), None)


def mappings_of(directory: Directory) -> list[tuple[str, Role]]:
    """Groups and the roles that they stand for."""
    if directory._state.adding:
        return []
    return [(row.group, row.role) for row in directory.mappings.select_related("role")]
