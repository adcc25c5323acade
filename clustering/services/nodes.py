"""Nodes change places. None of these is fenced: the fence is what they move."""

from django.conf import settings
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from clustering import fence
from clustering.errors import ActivationRefusedError, ClusterError
from clustering.models import Lease, Node
from clustering.registry import objections
from clustering.selectors import has_failover, state
from common.actor import SYSTEM, Actor
from common.audit import record
from common.unit import on_commit, write_unfenced


def _locked_lease() -> Lease:
    """Waits for every write that has passed its fence and not yet committed."""
    return Lease.objects.select_for_update().get(pk=1)


def _hand_lease(lease: Lease, node: Node, actor: Actor, *, why: str) -> None:
    """The lease goes to `node`; whoever had it becomes passive."""
    before = lease.node
    Node.objects.filter(role=Node.Role.ACTIVE).exclude(pk=node.pk).update(role=Node.Role.PASSIVE)
    Node.objects.filter(pk=node.pk).update(role=Node.Role.ACTIVE)
    node.role = Node.Role.ACTIVE
    Lease.objects.filter(pk=1).update(node=node, epoch=lease.epoch + 1, taken_at=Now())
    data = {"node": node.name, "before": before.name if before else "", "why": why}
    record("node", node.pk, "node.activated", actor, data | {"epoch": lease.epoch + 1})
    on_commit(fence.forget)


@write_unfenced
def register(*, name: str, address: str = "", version: str = "") -> Node:
    """A server announces itself. A new one is disabled, but active when no node ever held the lease.

    On SQLite the one machine there is always becomes the active node, also under a new name.
    """
    lease = _locked_lease()
    node, created = Node.objects.get_or_create(name=name)
    Node.objects.filter(pk=node.pk).update(
        address=address[:200] or node.address, version=version[:20] or node.version, heartbeat_at=Now()
    )
    if created:
        record("node", node.pk, "node.appeared", SYSTEM, {"node": name})
    never = lease.node_id is None and lease.epoch == 0
    if never or (not has_failover() and lease.node_id != node.pk):
        _hand_lease(lease, node, SYSTEM, why="first" if never else "one machine")
    return node


def beat(name: str) -> bool:
    """The node lives. One statement; False when it is not registered (any more)."""
    return bool(Node.objects.filter(name=name).update(heartbeat_at=Now()))


@write_unfenced
def take_over(name: str) -> bool:
    """A passive node takes the lease when the active one's heartbeat is too old. False: no reason."""
    lease = _locked_lease()
    now = state(name)
    stale = now.active is None or now.active_age is None or now.active_age > settings.TAKEOVER_SECONDS
    if not has_failover() or now.active == name or now.role != Node.Role.PASSIVE or not stale:
        return False
    node = Node.objects.get(name=name)
    reasons = objections(name)
    if reasons:
        Node.objects.filter(pk=node.pk).update(last_error=" ".join(map(str, reasons)))
        return False
    _hand_lease(lease, node, Actor("node", node.pk, name), why="heartbeat")
    return True


@write_unfenced
def set_active(node: Node, *, actor: Actor) -> Node:
    """An administrator chooses the active node. Raises ActivationRefusedError."""
    lease = _locked_lease()
    node = Node.objects.get(pk=node.pk)
    if lease.node_id == node.pk:
        return node
    if not has_failover():
        raise ActivationRefusedError(_("With SQLite the desk is one server: nobody can take over."))
    if node.role == Node.Role.DISABLED:
        raise ActivationRefusedError(_("This server is disabled. Enable it first."))
    if reasons := objections(node.name):
        raise ActivationRefusedError(" ".join(map(str, reasons)))
    _hand_lease(lease, node, actor, why="chosen")
    return node


@write_unfenced
def enable(node: Node, *, actor: Actor) -> Node:
    """A disabled server becomes passive: it may take over from now on."""
    changed = Node.objects.filter(pk=node.pk, role=Node.Role.DISABLED).update(role=Node.Role.PASSIVE)
    if changed:
        record("node", node.pk, "node.enabled", actor, {"node": node.name})
    return Node.objects.get(pk=node.pk)


@write_unfenced
def disable(node: Node, *, actor: Actor) -> Node:
    """A passive server takes over no more. Raises ClusterError for the active one."""
    lease = _locked_lease()
    if lease.node_id == node.pk:
        raise ClusterError(_("The active server cannot be disabled. Make another one active first."))
    changed = Node.objects.filter(~Q(role=Node.Role.DISABLED), pk=node.pk).update(role=Node.Role.DISABLED)
    if changed:
        record("node", node.pk, "node.disabled", actor, {"node": node.name})
    return Node.objects.get(pk=node.pk)


def node_failed(name: str, error: str) -> None:
    """Notes a node's last error for the Clustering page; an empty text clears it."""
    Node.objects.filter(name=name).update(last_error=error[:2000])
