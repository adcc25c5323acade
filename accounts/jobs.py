"""Background threads about people."""

from accounts import services
from clustering.threads import background_thread


@background_thread("people.prune", every=3600)
def prune() -> int:
    """Browsers without a session, old links, old failed tries."""
    return services.prune_people()


@background_thread("people.roles", every=300)
def roles() -> int:
    """Default permissions that a new version brings."""
    return services.sync_builtin_roles()
