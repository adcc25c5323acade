"""Background threads about people."""

from django.utils.translation import gettext_lazy as _

from accounts import services
from clustering.threads import background_thread


@background_thread("people.prune", every=3600, said=_("Old browsers and links"))
def prune() -> int:
    """Browsers without a session, old links, old failed tries."""
    return services.prune_people()


@background_thread("people.roles", every=300, said=_("Standard roles"))
def roles() -> int:
    """Default permissions that a new version brings."""
    return services.sync_builtin_roles()


@background_thread("people.directories", every=3600, said=_("Directories"))
def directories() -> int:
    """People who are signed in by a directory: does it still let them in, and as what?"""
    return services.recheck_people()
