"""What rules can do to a ticket. Each goes through the services that people's changes go through."""

from datetime import timedelta

from django.utils.translation import gettext as _

from accounts.models import User
from common.clock import database_now
from events import texts
from events.errors import ActionError
from events.registry import ActionRun, RuleScope
from organization.models import Group
from tickets import permissions, services
from tickets.automation import values
from tickets.automation.runs import Args, Effect, label_of, number_of, ticket_of, told
from tickets.models import Message, Priority, Status, TicketTag
from tickets.services.conversation import comment_word
from tickets.services.labels import clean

EVERYTHING = RuleScope("system")
_PRIORITIES = {one.word: one for one in Priority}
_STATUSES = {one.word: one for one in Status}
_KINDS = {comment_word(kind): kind for kind in Message.Kind if kind != Message.Kind.MESSAGE}


def _chosen_group(params: Args) -> Group | None:
    number = number_of(params, "group")
    group = Group.objects.filter(pk=number).first() if number else None
    if number and group is None:
        raise ActionError(_("The group is not there any more."), permanent=True)
    return group


def _chosen_agent(params: Args) -> User | None:
    number = number_of(params, "agent")
    agent = User.objects.filter(pk=number).first() if number else None
    if number and agent is None:
        raise ActionError(_("The agent is not there any more."), permanent=True)
    return agent


# Priority and status


def set_priority(run: ActionRun) -> None:
    with ticket_of(run, permissions.EDIT) as ticket:
        services.set_priority(ticket, actor=run.actor, priority=_PRIORITIES[str(run.params["priority"])])


def priority_effects(args: Args, params: Args) -> list[Effect]:
    new, old = params["priority"], args.get("priority")
    return [] if new == old else [told(502003, args, priority=new, oldPriority=old, newPriority=new)]


def set_status(run: ActionRun) -> None:
    status = _STATUSES[str(run.params["status"])]
    closes = status in (Status.CLOSED, Status.LOCKED)
    with ticket_of(run, permissions.CLOSE if closes else permissions.EDIT) as ticket:
        services.set_status(ticket, actor=run.actor, status=status)


def status_effects(args: Args, params: Args) -> list[Effect]:
    new, old = params["status"], args.get("status")
    return [] if new == old else [told(502002, args, status=new, oldStatus=old, newStatus=new)]


# Where it goes


def transfer(run: ActionRun) -> None:
    """To a group and an agent there. A ticket that is there already stays with whom it has."""
    group, agent = _chosen_group(run.params), _chosen_agent(run.params)
    with ticket_of(run, permissions.TRANSFER if group else permissions.ASSIGN) as ticket:
        target = group or Group.objects.get(pk=ticket.group_id)
        is_there = target.pk == ticket.group_id and (agent is None or agent.pk == ticket.agent_id)
        if not is_there:
            comment = texts.fill(str(run.params.get("comment") or ""), run.fact.args)
            worker = None if agent is None or agent.pk == User.QUEUE_ID else agent
            services.transfer(ticket, actor=run.actor, group=target, agent=worker, comment=comment)


def transfer_effects(args: Args, params: Args) -> list[Effect]:
    group = number_of(params, "group") or int(args.get("groupId") or 0)
    agent = number_of(params, "agent")
    if group == args.get("groupId") and agent in (0, args.get("agentId")):
        return []
    found = Group.objects.select_related("department__brand").filter(pk=group).first()
    if found is None:
        return []
    worker = User.objects.filter(pk=agent or User.QUEUE_ID).first()
    return [
        told(
            502001,
            args,
            groupId=found.pk,
            groupName=found.name,
            departmentId=found.department_id,
            departmentName=found.department.name,
            brandId=found.department.brand_id,
            brandName=found.department.brand.name,
            agentId=agent or User.QUEUE_ID,
            agentName=worker.name if worker else "",
            oldGroupId=args.get("groupId"),
            oldGroupName=args.get("groupName"),
            oldDepartmentId=args.get("departmentId"),
            oldDepartmentName=args.get("departmentName"),
            oldAgentId=args.get("agentId"),
            oldAgentName=args.get("agentName"),
            comment=texts.fill(str(params.get("comment") or ""), args),
        )
    ]


def says_transfer(params: Args) -> str:
    group, agent = number_of(params, "group"), number_of(params, "agent")
    parts = [label_of(values.groups(EVERYTHING), group)] if group else []
    parts += [label_of(values.agents(EVERYTHING), agent)] if agent else []
    return _("transfer it to %(where)s") % {"where": ", ".join(parts)}


# Words


def add_comment(run: ActionRun) -> None:
    text = texts.fill(str(run.params["text"]), run.fact.args)
    with ticket_of(run, permissions.COMMENT) as ticket:
        kind = _KINDS[str(run.params["type"])]
        services.comment(ticket, actor=run.actor, author=None, content=services.Content(text=text), kind=kind)


def comment_effects(args: Args, params: Args) -> list[Effect]:
    text = texts.fill(str(params["text"]), args)
    return [told(502005, args, commentId=0, commentType=params["type"], comment=text)]


def add_tag(run: ActionRun) -> None:
    with ticket_of(run, permissions.EDIT) as ticket:
        name = texts.fill(str(run.params["tag"]), run.fact.args)
        services.add_tag(ticket, actor=run.actor, name=name)


def remove_tag(run: ActionRun) -> None:
    with ticket_of(run, permissions.EDIT) as ticket:
        name = clean(texts.fill(str(run.params["tag"]), run.fact.args))
        if TicketTag.objects.filter(ticket=ticket, tag__name=name).exists():
            services.remove_tag(ticket, actor=run.actor, name=name)


def pin(run: ActionRun) -> None:
    with ticket_of(run, permissions.EDIT) as ticket:
        services.pin(ticket, actor=run.actor, pinned=run.params["state"] == "pinned")


def pin_states(scope: RuleScope) -> list[tuple[str, str]]:
    return [("pinned", _("Pinned to its agent")), ("unpinned", _("Not pinned"))]


# Later


def follow_up(run: ActionRun) -> None:
    """Comes back so many minutes after now, as the parameters say."""
    params = run.params
    at = database_now() + timedelta(minutes=int(params["minutes"]))
    status = _STATUSES.get(str(params.get("status") or ""))
    with ticket_of(run, permissions.EDIT) as ticket:
        plan = services.Plan(
            at=at.replace(second=0, microsecond=0) + timedelta(minutes=1),
            group=_chosen_group(params),
            agent=_chosen_agent(params),
            status=None if status is None else int(status),
            comment=texts.fill(str(params.get("comment") or ""), run.fact.args),
        )
        services.schedule(ticket, actor=run.actor, plan=plan)


def follow_up_effects(args: Args, params: Args) -> list[Effect]:
    return [
        told(
            502012,
            args,
            newGroupId=number_of(params, "group"),
            newAgentId=number_of(params, "agent"),
            newStatus=params.get("status") or "",
            comment=texts.fill(str(params.get("comment") or ""), args),
        )
    ]
