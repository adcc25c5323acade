"""Keeps the tables of mail small."""

from django.utils.translation import gettext_lazy as _

from clustering.threads import background_thread
from mail import services
from mail.services import pruning


@background_thread("mail.give_up", every=300, queue="mail", said=_("Mail that cannot be sent"))
def give_up() -> int:
    """Mail that no server took for days."""
    return services.give_up_old()


@background_thread("mail.prune", every=3600, queue="mail", said=_("Old mail"))
def prune() -> int:
    """Old counters, tries and sent mail."""
    return pruning.prune()
