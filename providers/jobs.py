"""Keeps the log of calls small."""

from clustering.threads import background_thread
from providers.services import pruning


@background_thread("providers.prune", every=3600)
def prune() -> int:
    """Old calls and unused descriptions."""
    return pruning.prune()
