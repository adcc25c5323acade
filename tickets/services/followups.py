"""A ticket that comes back: scheduled, changed, cancelled, and carried out at its time, once."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from common.actor import SYSTEM, Actor
from common.clock import FAR_FUTURE, database_now
from common.unit import write
from organization.models import Group
from tickets import facts
from tickets.errors import ClosingRefusedError, WrongTargetError
from tickets.models import FollowUp, Message, Status, Ticket
from tickets.services.change import Change, changing
from tickets.services.content import Content, prepare
from tickets.services.conversation import tell_comment
from tickets.services.moving import check_target, move
from tickets.services.parts import add_part
from tickets.services.state import move_status
from tickets.services.telling import status_word

_SHELVES = (Ticket.Shelf.OPEN, Ticket.Shelf.CLOSED)
MAX_COMMENT = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """When a ticket comes back, and what it becomes then; None and "" leave it as it is then.

    An agent without a group must be in the group that the ticket has; the queue is user 1.
    """

    at: datetime
    group: Group | None = None
    agent: User | None = None
    status: int | None = None
    pin: bool | None = None
    comment: str = ""


@write
def schedule(ticket: Ticket, *, actor: Actor, plan: Plan, author: User | None = None) -> Ticket:
    """Sets or changes the ticket's follow-up; the same plan again says nothing. Raises WrongTargetError."""
    if plan.at <= database_now():
        raise WrongTargetError(_("That moment has passed. Choose a later one."))
    if plan.status is not None and plan.status not in Status.values:
        raise WrongTargetError(_("There is no such status."))
    with changing(ticket, actor) as change:
        if change.ticket.shelf not in _SHELVES:
            raise WrongTargetError(_("The ticket is put away. Restore it first."))
        if plan.group is not None or plan.agent is not None:
            check_target(plan.group or change.names.group, plan.agent)
        known = FollowUp.objects.filter(ticket=change.ticket).first()
        values = _values(plan)
        if known is not None and all(getattr(known, name) == value for name, value in values.items()):
            return ticket
        rest = {"author": author, "created_at": change.now, **actor.columns}
        FollowUp.objects.update_or_create(ticket=change.ticket, defaults=values | rest)
        change.set(follow_up_at=plan.at)
        change.record("ticket.follow_up_changed" if known else "ticket.follow_up", **_said(plan))
        change.tell(
            facts.TicketFollowUpScheduled,
            followUpUtc=plan.at,
            newGroupId=plan.group.pk if plan.group else 0,
            newAgentId=plan.agent.pk if plan.agent else 0,
            newStatus="" if plan.status is None else status_word(plan.status),
            comment=values["comment"],
        )
    return ticket


def _values(plan: Plan) -> dict[str, object]:
    return {
        "at": plan.at,
        "group_id": plan.group.pk if plan.group else None,
        "agent_id": plan.agent.pk if plan.agent else None,
        "status": plan.status,
        "pin": plan.pin,
        "comment": plan.comment.replace("\0", "").strip()[:MAX_COMMENT],
    }


def _said(plan: Plan) -> dict[str, object]:
    return {
        "at": plan.at.isoformat(),
        "group": plan.group.name if plan.group else "",
        "agent": plan.agent.name if plan.agent and plan.agent.pk != User.QUEUE_ID else "",
        "status": plan.status or 0,
    }


@write
def cancel_follow_up(ticket: Ticket, *, actor: Actor) -> Ticket:
    """The ticket does not come back; one that would not anyway stays as it is."""
    with changing(ticket, actor) as change:
        deleted, _rows = FollowUp.objects.filter(ticket=change.ticket).delete()
        if deleted:
            change.set(follow_up_at=FAR_FUTURE)
            change.record("ticket.follow_up_cancelled")
    return ticket


@write
def carry_out(follow_up_id: int) -> bool:
    """Does what was planned, if it is still planned and due; False when it is not.

    What has become impossible since is left out and said in the history: nothing waits for ever.
    """
    ticket_id = FollowUp.objects.filter(pk=follow_up_id).values_list("ticket_id", flat=True).first()
    if ticket_id is None:
        return False
    with changing(Ticket(pk=ticket_id), SYSTEM) as change:
        due = FollowUp.objects.select_for_update().filter(pk=follow_up_id, at__lte=database_now())
        row = due.first()
        if row is None:  # changed or carried out while this waited for the ticket
            return False
        FollowUp.objects.filter(pk=row.pk).delete()
        change.set(follow_up_at=FAR_FUTURE)
        if change.ticket.shelf not in _SHELVES:
            change.record("ticket.follow_up_lapsed")
            return False
        obstacles = [*_move(change, row), *_status(change, row)]
        if row.pin is not None and row.pin != change.ticket.is_pinned:
            change.set(is_pinned=row.pin)
        change.touch()
        change.record("ticket.followed_up", by=row.actor_label, obstacles=obstacles)
        if row.comment:
            _comment(change, row)
        change.tell(facts.TicketFollowedUp, followUpUtc=row.at, comment=row.comment)
    return True


def _move(change: Change, row: FollowUp) -> list[str]:
    """To the agent if that still works, else to the group's queue, else nowhere; says what did not work."""
    if row.group is None and row.agent is None:
        return []
    agent = None if row.agent_id == User.QUEUE_ID else row.agent
    try:
        move(change, group=row.group, agent=agent)
    except WrongTargetError as error:
        if agent is not None:
            try:
                move(change, group=row.group, agent=None)
            except WrongTargetError:
                pass
        return [str(error.message)]
    return []


def _status(change: Change, row: FollowUp) -> list[str]:
    if row.status is None:
        return []
    try:
        move_status(change, row.status)
    except ClosingRefusedError as error:
        return [str(error.message)]
    return []


def _comment(change: Change, row: FollowUp) -> None:
    by = row.author.name if row.author else row.actor_label
    kind = Message.Kind.FOLLOW_UP
    body = prepare(Content(text=row.comment))
    message = add_part(change, body, kind=kind, by_agent=True, author=row.author, author_name=by)
    change.record("comment.added", seq=message.seq, kind=int(kind))
    tell_comment(change, message)
