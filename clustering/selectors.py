"""Reading the cluster's state."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.shortcuts import get_object_or_404

from clustering.facts import Takeover
from clustering.models import Lease, Node, Practice, RefusedWrite, SchemaRecord, ThreadRun, WebMember
from clustering.texts import sentences
from clustering.threads import all_threads
from common.clock import database_now
from common.models import AuditEntry
from common.text import Text


@dataclass(frozen=True, slots=True)
class ClusterState:
    """The lease and this node, at one moment of the database's clock."""

    epoch: int
    active: str | None
    active_age: float | None  # seconds since the active node's last heartbeat; None: it never had one
    role: str | None  # of the node asked for; None: it is not registered
    check_wanted: bool = False  # somebody wants that node to look anew


def has_failover() -> bool:
    """False on SQLite: the file is one machine's, so there is nobody to take over."""
    return connection.vendor != "sqlite"


def state(name: str | None = None) -> ClusterState:
    """Who is active, how fresh its heartbeat is, and the role of the node `name` (default: this one)."""
    lease = Lease.objects.select_related("node").annotate(now=Now()).get(pk=1)
    wanted = name or settings.NODE_NAME
    found = Node.objects.filter(name=wanted).values_list("role", "check_wanted").first()
    role, check = found or (None, False)
    age = None
    if lease.node is not None and lease.node.heartbeat_at is not None:
        age = (lease.now - lease.node.heartbeat_at).total_seconds()
    return ClusterState(lease.epoch, lease.node.name if lease.node else None, age, role, check)


def nodes() -> QuerySet[Node]:
    """All nodes, by name."""
    return Node.objects.order_by("name")


def node(node_id: int) -> Node:
    """Raises Http404."""
    return get_object_or_404(Node, pk=node_id)


def node_named(name: str) -> Node | None:
    """None where no server of this name has announced itself."""
    return Node.objects.filter(name=name).first()


def unready(name: str) -> Text | None:
    """What the node's own checks found that forbids it to be active; None where nothing is known."""
    checks = Node.objects.filter(name=name).values_list("checks", flat=True).first()
    return " ".join(map(str, sentences(checks))) or None if checks else None


def lease() -> Lease:
    """The lease row with its node."""
    return Lease.objects.select_related("node").get(pk=1)


def untold_takeovers() -> list[Takeover]:
    """Those of which the administrators have no mail yet, oldest first."""
    known = lease().told_epoch
    rows = AuditEntry.objects.filter(action="node.activated", item_kind="node").order_by("-id")[:20]
    found = [
        Takeover(
            node=row.data["node"],
            before=row.data["before"],
            why=row.data["why"],
            epoch=row.data["epoch"],
            by=row.actor_label if row.actor_kind == "person" else "",
            at=row.at,
            address=row.data.get("address", ""),
        )
        for row in rows
    ]
    return [takeover for takeover in reversed(found) if takeover.epoch > known]


def refused_writes(days: int = 30) -> QuerySet[RefusedWrite]:
    """What the fence refused to ousted nodes, newest first."""
    return RefusedWrite.objects.filter(at__gte=Now() - timedelta(days=days)).order_by("-at")


def thread_runs() -> QuerySet[ThreadRun]:
    """What the declared threads did last; one that never ran has no row yet."""
    return ThreadRun.objects.filter(name__in=[thread.name for thread in all_threads()]).order_by("name")


def due_threads(queue: str, now: datetime) -> QuerySet[ThreadRun]:
    """The runs of this queue whose time has come."""
    names = [thread.name for thread in all_threads() if thread.queue == queue]
    due = Q(next_run_at=None) | Q(next_run_at__lte=now)
    return ThreadRun.objects.filter(due, name__in=names).order_by("name")


def schema_record() -> SchemaRecord | None:
    """Which version upgraded the database last; None before the first upgrade, also on an empty database."""
    if SchemaRecord._meta.db_table not in connection.introspection.table_names():
        return None
    return SchemaRecord.objects.filter(pk=1).first()


def living_nodes(seconds: float) -> list[Node]:
    """The nodes whose last heartbeat is at most so old, by name; none on an empty database."""
    if Node._meta.db_table not in connection.introspection.table_names():
        return []
    since = database_now() - timedelta(seconds=seconds)
    return list(Node.objects.filter(heartbeat_at__gte=since).only("name", "version").order_by("name"))


def living_members(now: datetime, seconds: float = 30) -> QuerySet[WebMember]:
    """The web members that are at work, by name."""
    since = now - timedelta(seconds=seconds)
    return WebMember.objects.filter(heartbeat_at__gte=since).order_by("name")


def open_practice() -> Practice | None:
    """The practised failover that is under way."""
    return Practice.objects.filter(ended_at=None).order_by("id").first()


def practices() -> QuerySet[Practice]:
    """All practised failovers, newest first."""
    return Practice.objects.order_by("-id")


def practice(practice_id: int) -> Practice:
    """Raises Http404."""
    return get_object_or_404(Practice, pk=practice_id)
