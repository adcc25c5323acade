"""Keeps the tables of mail small."""

from clustering.threads import background_thread
from mail import services
from mail.services import pruning


@background_thread("mail.give_up", every=300, queue="mail")
def give_up() -> int:
    """Mail that no server took for days."""
    return services.give_up_old()


@background_thread("mail.prune", every=3600, queue="mail")
def prune() -> int:
    """Old counters, tries and sent mail."""
    return pruning.prune()
