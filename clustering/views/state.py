"""All that the Clustering page shows, at one moment of the database's clock."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from clustering.models import Lease
from clustering.permissions import ACTIVATE_NETWORKS
from clustering.selectors import has_failover, lease, living_members, nodes, refused_writes
from clustering.threads import all_threads
from clustering.views.networks import in_words
from clustering.views.nodes import NodeRow
from clustering.views.practice_card import practise_context
from clustering.views.threads import ThreadRow, thread_rows
from common import options
from common.clock import database_now


@dataclass(frozen=True, slots=True)
class Shown:
    """`selected` is the node that the toolbar is about."""

    now: datetime
    lease: Lease
    rows: list[NodeRow]
    selected: NodeRow | None
    threads: list[ThreadRow]
    opened: ThreadRow | None
    networks: list[str] = field(default_factory=list)
    refused: int = 0
    has_failover: bool = True

    @property
    def active(self) -> NodeRow | None:
        return next((row for row in self.rows if row.is_active), None)

    @property
    def is_off(self) -> bool:
        return self.lease.off_since is not None

    @property
    def helpers(self) -> list[NodeRow]:
        return [row for row in self.rows if row.may_take_over]

    @property
    def troubled(self) -> list[NodeRow]:
        return [row for row in self.rows if row.wrong]

    @property
    def failing(self) -> int:
        return sum(1 for row in self.threads if row.error)

    @property
    def verdict(self) -> tuple[str, str, str]:
        """The pill beside the title: text, colour, icon."""
        if not self.has_failover:
            return _("One machine, no failover"), "", "server"
        if self.is_off:
            return _("The desk is off"), "red", "player-pause"
        if self.active is None or self.active.is_silent:
            return _("The active node is silent"), "red", "alert-triangle"
        if not self.helpers:
            return _("Nobody can take over"), "amber", "alert-triangle"
        return _("Ready to fail over"), "green", "check"

    @property
    def heartbeat_every(self) -> str:
        return _("%(n)s s") % {"n": number_format(settings.HEARTBEAT_SECONDS)}

    @property
    def take_over_after(self) -> str:
        return _("%(n)s s of silence") % {"n": number_format(settings.TAKEOVER_SECONDS)}


def shown(wanted: str = "", thread: str = "") -> Shown:
    """`wanted`: the id of the selected node; another one than this is chosen where none is."""
    now, all_nodes = database_now(), list(nodes())
    count = len(all_threads())
    members = list(living_members(now))
    rows = [
        NodeRow(
            node,
            now,
            count if node.role == node.Role.ACTIVE else 0,
            tuple(member for member in members if member.node == node.name),
        )
        for node in all_nodes
    ]
    selected = next((row for row in rows if str(row.pk) == wanted), None)
    selected = selected or next((row for row in rows if not row.is_active), None) or next(iter(rows), None)
    threads = thread_rows(now)
    return Shown(
        now=now,
        lease=lease(),
        rows=rows,
        selected=selected,
        threads=threads,
        opened=next((row for row in threads if row.name == thread and row.error), None),
        networks=in_words(options.get(ACTIVATE_NETWORKS)),
        refused=refused_writes().count(),
        has_failover=has_failover(),
    )


def context(wanted: str = "", thread: str = "") -> dict[str, Any]:
    return {"cluster": shown(wanted, thread), **practise_context()}
