"""Tell agents: a line in the bell menu, a mail."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from events import texts
from events.registry import ActionRun, ActionType, Param, RuleScope, register_action
from tickets import permissions
from tickets.automation import values
from tickets.automation.runs import label_of, ticket_of
from tickets.selectors.people import agents_in
from tickets.services import notices

ITS_AGENT, ITS_GROUP = "agent", "group"


def whom(scope: RuleScope) -> list[tuple[str, str]]:
    """The agent of the ticket, all of its group, or somebody by name; an agent's own rule tells its owner."""
    if scope.level == "agent":
        owner = User.objects.filter(pk=scope.user_id).first()
        return [(str(owner.pk), owner.name)] if owner else []
    named = [choice for choice in values.agents(scope) if choice[0] != str(User.QUEUE_ID)]
    return [(ITS_AGENT, _("Its agent")), (ITS_GROUP, _("All agents of its group")), *named]


def _ways(scope: RuleScope) -> list[tuple[str, str]]:
    return [("page", _("In the page")), ("mail", _("By mail"))]


def notify(run: ActionRun) -> None:
    """Each once, however often they are meant."""
    with ticket_of(run, permissions.COMMENT):
        args, found = run.fact.args, set[int]()
        for one in _list(run.params.get("to")):
            if one == ITS_AGENT:
                found.add(int(args.get("agentId") or 0))
            elif one == ITS_GROUP:
                found |= {agent.pk for agent in agents_in([int(args.get("groupId") or 0)])}
            elif one.isdecimal():
                found.add(int(one))
        ways = _list(run.params.get("ways"))
        notices.say(
            run.fact,
            found - {User.QUEUE_ID, 0},
            text=texts.one_line(texts.fill(str(run.params["text"]), args)),
            by=run.rule.name,
            delivery_id=run.delivery_id,
            in_page="page" in ways,
            by_mail="mail" in ways,
        )


def _list(value: Any) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else [str(value)] if value else []


def _says(params: dict[str, Any]) -> str:
    choices = whom(RuleScope("system"))
    names = ", ".join(label_of(choices, one) for one in _list(params.get("to")))
    return _("tell %(names)s “%(text)s”") % {"names": names, "text": str(params.get("text", ""))[:80]}


register_action(
    ActionType(
        name="notify_agent",
        label=gettext_lazy("Notify agents"),
        icon="bell",
        params=(
            Param("to", "multichoice", gettext_lazy("Whom"), choices=whom),
            Param("ways", "multichoice", gettext_lazy("How"), choices=_ways),
            Param(
                "text",
                "text",
                gettext_lazy("Text"),
                help=gettext_lazy("Variables of the event are written #SUBJECT#."),
            ),
        ),
        run=notify,
        item_kinds=frozenset({"ticket"}),
        says=_says,
    )
)
