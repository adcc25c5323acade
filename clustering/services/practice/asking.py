"""A practice begins, or is refused with the reason."""

from datetime import datetime

from django.utils.translation import gettext as _

from clustering.errors import PracticeRefusedError
from clustering.models import Node, Practice
from clustering.registry import objections
from clustering.selectors import has_failover
from clustering.services.lease import locked_lease, not_checked
from common.actor import Actor
from common.clock import database_now
from common.text import Text
from common.unit import write_unfenced


@write_unfenced
def ask(target: Node | None, *, actor: Actor, slot: datetime | None = None) -> Practice:
    """Wants the node `target`, or the first that may, to take over and to hand back.

    Raises PracticeRefusedError; then nothing has changed.
    """
    lease = locked_lease()
    if not has_failover():
        raise PracticeRefusedError(_("With SQLite the desk is one server: nobody can take over."))
    if Practice.objects.filter(ended_at=None).exists():
        raise PracticeRefusedError(_("A practice is under way already."))
    home = lease.node
    if home is None:
        raise PracticeRefusedError(_("No server is active. Make one active first."))
    _require(home)
    chosen = Node.objects.get(pk=target.pk) if target else _first_fit()
    if chosen.role != Node.Role.PASSIVE:
        raise PracticeRefusedError(_("%(node)s is not passive. Enable it first.") % {"node": chosen.name})
    _require(chosen)
    now = database_now()
    return Practice.objects.create(
        home=home.name,
        target=chosen.name,
        slot=slot,
        epoch=lease.epoch,
        asked_at=now,
        changed_at=now,
        there={"asked": now.isoformat()},
        **actor.columns,
    )


def _why_not(node: Node) -> list[Text]:
    return [*not_checked(node), *objections(node.name)]


def _require(node: Node) -> None:
    if reasons := _why_not(node):
        text = " ".join(map(str, reasons))
        raise PracticeRefusedError(
            _("%(node)s cannot be practised with: %(why)s") % {"node": node.name, "why": text}
        )


def _first_fit() -> Node:
    passive = list(Node.objects.filter(role=Node.Role.PASSIVE).order_by("name"))
    if not passive:
        raise PracticeRefusedError(_("There is no passive server that could take over. Enable one first."))
    return next((node for node in passive if not _why_not(node)), passive[0])


@write_unfenced
def refuse_scheduled(why: str, *, actor: Actor, slot: datetime) -> None:
    """A practice of the schedule could not begin: that is its report."""
    now = database_now()
    lease = locked_lease()
    Practice.objects.get_or_create(
        slot=slot,
        defaults={
            "home": lease.node.name if lease.node else "",
            "target": "",
            "state": Practice.State.FAILED,
            "asked_at": now,
            "changed_at": now,
            "ended_at": now,
            "error": why,
            **actor.columns,
        },
    )
