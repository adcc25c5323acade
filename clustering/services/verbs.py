"""What an administrator does with a node: enable, disable, set active, delete."""

from django.utils.translation import gettext as _

from clustering.errors import ActivationRefusedError, ClusterError
from clustering.models import Node
from clustering.registry import objections
from clustering.selectors import has_failover
from clustering.services.lease import drop_lease, hand_lease, locked_lease, not_checked
from common.actor import Actor
from common.audit import record
from common.unit import write_unfenced


@write_unfenced
def set_active(node: Node, *, actor: Actor, why: str = "chosen", address: str = "") -> Node:
    """Somebody chooses the active node. Raises ActivationRefusedError."""
    lease = locked_lease()
    node = Node.objects.get(pk=node.pk)
    if lease.node_id == node.pk:
        return node
    if not has_failover():
        raise ActivationRefusedError(_("With SQLite the desk is one server: nobody can take over."))
    if node.role == Node.Role.DISABLED:
        raise ActivationRefusedError(_("This server is disabled. Enable it first."))
    if reasons := [*objections(node.name), *not_checked(node)]:
        raise ActivationRefusedError(" ".join(map(str, reasons)))
    hand_lease(lease, node, actor, why=why, address=address)
    return node


@write_unfenced
def enable(node: Node, *, actor: Actor) -> Node:
    """A disabled server becomes passive: it may take over from now on. Raises ActivationRefusedError."""
    node = Node.objects.select_for_update().get(pk=node.pk)
    if node.role != Node.Role.DISABLED:
        return node
    if reasons := objections(node.name):
        raise ActivationRefusedError(" ".join(map(str, reasons)))
    node.role, node.last_error = Node.Role.PASSIVE, ""
    node.save(update_fields=["role", "last_error"])
    record("node", node.pk, "node.enabled", actor, {"node": node.name})
    return node


@write_unfenced
def disable(node: Node, *, actor: Actor, role: str = Node.Role.DISABLED, is_confirmed: bool = False) -> Node:
    """A passive server takes over no more. Raises ClusterError for the active one, unless it is confirmed:
    then the desk is off until another node is set active; `role` says what the node becomes."""
    lease = locked_lease()
    node = Node.objects.get(pk=node.pk)
    if lease.node_id == node.pk:
        if not has_failover():
            raise ClusterError(_("With SQLite the desk is one server: it stays active. Stop it instead."))
        if not is_confirmed:
            raise ClusterError(_("This server is the active one: without it the desk is off. Confirm that."))
        drop_lease(lease, node, actor, role=role)
    elif node.role != Node.Role.DISABLED:
        Node.objects.filter(pk=node.pk).update(role=Node.Role.DISABLED)
        record("node", node.pk, "node.disabled", actor, {"node": node.name})
    return Node.objects.get(pk=node.pk)


@write_unfenced
def delete(node: Node, *, actor: Actor) -> None:
    """Forgets a server; one that runs comes back as disabled. Raises ClusterError for the active one."""
    lease = locked_lease()
    if lease.node_id == node.pk:
        raise ClusterError(_("The active server cannot be deleted. Make another one active first."))
    record("node", node.pk, "node.deleted", actor, {"node": node.name})
    Node.objects.filter(pk=node.pk).delete()
