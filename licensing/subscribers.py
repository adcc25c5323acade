"""What the cluster asks the licence: may this node join, may it take over?"""

from datetime import timedelta

from django.utils.translation import gettext as _

from clustering.models import Node
from clustering.registry import activation_check
from common.clock import database_now
from common.text import Text
from licensing.selectors import State, current

# Without failover in the licence a server may still take the place of one that is gone.
GONE = timedelta(minutes=15)


@activation_check
def may_fail_over(name: str) -> Text | None:
    """Why this node may not stand in for another; None: it may. The active node is never stopped."""
    license_ = current()
    if license_.failover and license_.state in {State.ACTIVE, State.GRACE}:
        return None
    if license_.failover and _is_enabled(name):  # the grace period is over: nobody who works is stopped
        return None
    if not _others_live(name):
        return None
    return _(
        "The licence has no failover: another server may only take the place of one that has been silent for "
        "15 minutes. Activate a key of the edition Enterprise with Failover."
    )


def _is_enabled(name: str) -> bool:
    return Node.objects.filter(name=name).exclude(role=Node.Role.DISABLED).exists()


def _others_live(name: str) -> bool:
    enabled = Node.objects.exclude(role=Node.Role.DISABLED).exclude(name=name)
    return enabled.filter(heartbeat_at__gt=database_now() - GONE).exists()
