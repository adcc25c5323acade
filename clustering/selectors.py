"""Reading the cluster's state."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.shortcuts import get_object_or_404

from clustering.models import Lease, Node, ThreadRun
from clustering.threads import all_threads


@dataclass(frozen=True, slots=True)
class ClusterState:
    """The lease and this node, at one moment of the database's clock."""

    epoch: int
    active: str | None
    active_age: float | None  # seconds since the active node's last heartbeat; None: it never had one
    role: str | None  # of the node asked for; None: it is not registered


def has_failover() -> bool:
    """False on SQLite: the file is one machine's, so there is nobody to take over."""
    return connection.vendor != "sqlite"


def state(name: str | None = None) -> ClusterState:
    """Who is active, how fresh its heartbeat is, and the role of the node `name` (default: this one)."""
    lease = Lease.objects.select_related("node").annotate(now=Now()).get(pk=1)
    wanted = name or settings.NODE_NAME
    role = Node.objects.filter(name=wanted).values_list("role", flat=True).first()
    age = None
    if lease.node is not None and lease.node.heartbeat_at is not None:
        age = (lease.now - lease.node.heartbeat_at).total_seconds()
    return ClusterState(lease.epoch, lease.node.name if lease.node else None, age, role)


def nodes() -> QuerySet[Node]:
    """All nodes, by name."""
    return Node.objects.order_by("name")


def node(node_id: int) -> Node:
    """Raises Http404."""
    return get_object_or_404(Node, pk=node_id)


def thread_runs() -> QuerySet[ThreadRun]:
    """What the declared threads did last; one that never ran has no row yet."""
    return ThreadRun.objects.filter(name__in=[thread.name for thread in all_threads()]).order_by("name")


def due_threads(queue: str, now: datetime) -> QuerySet[ThreadRun]:
    """The runs of this queue whose time has come."""
    names = [thread.name for thread in all_threads() if thread.queue == queue]
    due = Q(next_run_at=None) | Q(next_run_at__lte=now)
    return ThreadRun.objects.filter(due, name__in=names).order_by("name")
