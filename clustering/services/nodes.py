"""Nodes appear, beat, and take over. None of these is fenced: the fence is what they move."""

from django.conf import settings
from django.db.models.functions import Now

from clustering.models import Lease, Node
from clustering.registry import objections
from clustering.selectors import has_failover, state
from clustering.services.lease import hand_lease, locked_lease, not_checked
from common.actor import SYSTEM, Actor
from common.audit import record
from common.text import Text
from common.unit import write_unfenced


@write_unfenced
def register(*, name: str, address: str = "", version: str = "") -> Node:
    """A server announces itself. A new one is disabled, but active when no node ever held the lease.

    On SQLite the one machine there is always becomes the active node, also under a new name.
    """
    lease = locked_lease()
    node, created = Node.objects.get_or_create(name=name)
    Node.objects.filter(pk=node.pk).update(
        address=address[:200] or node.address, version=version[:20] or node.version, heartbeat_at=Now()
    )
    if created:
        record("node", node.pk, "node.appeared", SYSTEM, {"node": name})
    # nobody ever was, or this is a restored desk: its epoch goes on, its servers are others
    never = lease.node_id is None and lease.off_since is None
    if never or (not has_failover() and lease.node_id != node.pk):
        hand_lease(lease, node, SYSTEM, why="first" if never else "one machine")
    return node


def beat(name: str, beats: str = "") -> bool:
    """The node lives. One statement; False when it is not registered (any more)."""
    values = {"beats": beats} if beats else {}
    return bool(Node.objects.filter(name=name).update(heartbeat_at=Now(), **values))


def may_take_over(name: str) -> bool:
    """Whether `take_over` would do it now, as far as can be said without its lock."""
    lease = Lease.objects.get(pk=1)
    return _is_wanted(lease, name) and not _reasons(Node.objects.get(name=name))


def _is_wanted(lease: Lease, name: str) -> bool:
    """A passive node, an active one whose heartbeat is too old, and no administrator who wants it so."""
    now = state(name)
    stale = now.active is None or now.active_age is None or now.active_age > settings.TAKEOVER_SECONDS
    if not has_failover() or now.active == name or now.role != Node.Role.PASSIVE or not stale:
        return False
    return lease.off_since is None


def _reasons(node: Node) -> list[Text]:
    return [*objections(node.name), *not_checked(node)]


@write_unfenced
def take_over(name: str) -> bool:
    """A passive node takes the lease when the active one's heartbeat is too old. False: no reason.

    Nobody takes it while an administrator wants the desk to be off.
    """
    lease = locked_lease()
    if not _is_wanted(lease, name):
        return False
    node = Node.objects.get(name=name)
    if reasons := _reasons(node):
        Node.objects.filter(pk=node.pk).update(last_error=" ".join(map(str, reasons)))
        return False
    hand_lease(lease, node, Actor("node", node.pk, name), why="heartbeat")
    return True


def node_failed(name: str, error: str) -> None:
    """Notes a node's last error for the Clustering page; an empty text clears it."""
    Node.objects.filter(name=name).update(last_error=error[:2000])
