"""The lease changes hands, or goes to nobody."""

from django.conf import settings
from django.utils.translation import gettext as _

from clustering import fence
from clustering.models import Lease, Node
from clustering.selectors import has_failover
from common.actor import Actor
from common.audit import record
from common.clock import database_now
from common.text import Text
from common.unit import on_commit, write

FRESH_SECONDS = 90  # a node checks itself twice a minute and more


def locked_lease() -> Lease:
    """Waits for every write that has passed its fence and not yet committed."""
    return Lease.objects.select_for_update().get(pk=1)


def not_checked(node: Node) -> list[Text]:
    """Why what the node says of itself cannot be trusted now. On SQLite there is nobody to compare with."""
    if not has_failover():
        return []
    now = database_now()
    if node.checked_at is None or (now - node.checked_at).total_seconds() > FRESH_SECONDS:
        return [_("It has not checked its files and its database for a while. Is the server running?")]
    limit = 6 * max(settings.TAKEOVER_SECONDS, settings.HEARTBEAT_SECONDS)  # rather a late one than nobody
    if node.heartbeat_at is None or (now - node.heartbeat_at).total_seconds() > limit:
        return [_("It sends no heartbeat. Start the server first.")]
    return []


def hand_lease(lease: Lease, node: Node, actor: Actor, *, why: str, address: str = "") -> None:
    """The lease goes to `node`; whoever had it becomes passive. Joins the unit."""
    before = lease.node.name if lease.node else ""
    now = database_now()
    Node.objects.filter(role=Node.Role.ACTIVE).exclude(pk=node.pk).update(role=Node.Role.PASSIVE)
    Node.objects.filter(pk=node.pk).update(role=Node.Role.ACTIVE, last_error="")
    node.role = Node.Role.ACTIVE
    Lease.objects.filter(pk=1).update(node=node, epoch=lease.epoch + 1, taken_at=now, off_since=None)
    data = {"node": node.name, "before": before, "why": why, "epoch": lease.epoch + 1}
    record("node", node.pk, "node.activated", actor, data | ({"address": address} if address else {}))
    on_commit(fence.forget)


def drop_lease(lease: Lease, node: Node, actor: Actor, *, role: str) -> None:
    """The lease goes to nobody, on purpose: no node takes it until one is set active. Joins the unit."""
    now = database_now()
    Node.objects.filter(pk=node.pk).update(role=role)
    Lease.objects.filter(pk=1).update(node=None, epoch=lease.epoch + 1, taken_at=now, off_since=now)
    data = {"node": node.name, "epoch": lease.epoch + 1, "role": role}
    record("node", node.pk, "node.deactivated", actor, data)
    on_commit(fence.forget)


@write
def told(epoch: int) -> None:
    """The administrators know of the takeovers up to this one. Joins the unit that tells them."""
    Lease.objects.filter(pk=1, told_epoch__lt=epoch).update(told_epoch=epoch)
