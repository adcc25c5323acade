"""Keeps the log of calls small."""

from django.utils.translation import gettext_lazy as _

from clustering.threads import background_thread
from providers.services import pruning


@background_thread("providers.prune", every=3600, said=_("Old calls of providers"))
def prune() -> int:
    """Old calls and unused descriptions."""
    return pruning.prune()
