"""Who works on a ticket: assign within the group, transfer to another."""

from django.utils.translation import gettext as _

from accounts.models import User
from common.actor import Actor
from common.unit import write
from organization.models import Department, Group, Membership
from tickets import facts
from tickets.errors import WrongTargetError
from tickets.models import Message, Ticket
from tickets.selectors.fields import properties_of
from tickets.services.change import Change, changing
from tickets.services.content import Content, prepare
from tickets.services.parts import add_part
from tickets.services.state import move_status


@write
def assign(ticket: Ticket, *, actor: Actor, agent: User | None) -> Ticket:
    """Gives the ticket to a member of its group, None to the queue. Raises WrongTargetError."""
    with changing(ticket, actor) as change:
        move(change, group=None, agent=agent)
    return ticket


@write
def transfer(
    ticket: Ticket,
    *,
    actor: Actor,
    group: Group,
    agent: User | None = None,
    comment: str = "",
    status: int | None = None,
    author: User | None = None,
) -> Ticket:
    """Moves the ticket to a group of any department, and to an agent there; None is that group's queue.

    `comment` becomes a Transfer comment by `author`. Raises WrongTargetError.
    """
    with changing(ticket, actor) as change:
        if comment.strip():
            body = prepare(Content(text=comment))
            name = author.name if author else actor.label
            add_part(change, body, kind=Message.Kind.TRANSFER, by_agent=True, author=author, author_name=name)
        move(change, group=group, agent=agent, comment=comment.strip())
        if status is not None:
            move_status(change, status)
    return ticket


def move(change: Change, *, group: Group | None, agent: User | None, comment: str = "") -> None:
    """The move itself, on a locked ticket; where nothing changes nothing is told."""
    ticket, old = change.ticket, change.names
    target = group or old.group
    agent_id = agent.pk if agent else User.QUEUE_ID
    check_target(target, agent)
    if target.pk == ticket.group_id and agent_id == ticket.agent_id:
        return
    if target.pk != ticket.group_id:
        target = Group.objects.select_related("department__brand").get(pk=target.pk)
        change.set(group=target, department=target.department, brand=target.department.brand)
    change.set(agent_id=agent_id)
    change.touch()
    change.renamed()
    names = change.names
    kept = (
        _kept(ticket, names.group.department) if names.group.department_id != old.group.department_id else ()
    )
    change.record(
        "ticket.transferred" if group is not None and group.pk != old.group.pk else "ticket.assigned",
        group=names.group.name,
        department=names.group.department.name,
        agent=agent.name if agent else "",
        agent_id=agent_id,
        old_group=old.group.name,
        old_agent=old.agent.name if old.agent.pk != User.QUEUE_ID else "",
        **({"kept": list(kept)} if kept else {}),
    )
    change.tell(
        facts.TicketTransferred,
        oldDepartmentId=old.group.department_id,
        oldDepartmentName=old.group.department.name,
        oldGroupId=old.group.pk,
        oldGroupName=old.group.name,
        oldAgentId=old.agent.pk,
        oldAgentName=old.agent.name,
        comment=comment[:4000],
    )


def _kept(ticket: Ticket, department: Department) -> list[str]:
    """Custom fields whose values stay though the department does not ask for them."""
    found = properties_of(ticket, department.ticket_template_id)
    return [one.item.label for one in found if one.is_kept]


def check_target(group: Group, agent: User | None) -> None:
    """Raises WrongTargetError when the group or its agent cannot take a ticket."""
    if not group.is_active:
        raise WrongTargetError(_("The group %(group)s is not in use any more.") % {"group": group.name})
    if agent is None or agent.pk == User.QUEUE_ID:
        return
    if not (agent.is_active and agent.is_agent):
        raise WrongTargetError(_("%(agent)s does not work here any more.") % {"agent": agent.name})
    if not Membership.objects.filter(group=group, agent=agent).exists():
        raise WrongTargetError(
            _("%(agent)s is not a member of %(group)s. Choose a member, or transfer to another group.")
            % {"agent": agent.name, "group": group.name}
        )


def put_back(ticket: Ticket, *, actor: Actor, group_id: int, agent_id: int) -> Ticket:
    """Undo of a move. Raises WrongTargetError when group or agent are gone since."""
    group = Group.objects.get(pk=group_id)
    agent = User.objects.filter(pk=agent_id).exclude(pk=User.QUEUE_ID).first()
    return transfer(ticket, actor=actor, group=group, agent=agent)
