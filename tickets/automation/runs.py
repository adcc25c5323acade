"""How an action gets its ticket: as the rule's actor, and only what the rule's owner may see and do."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.utils.translation import gettext as _

from events.errors import ActionError
from events.registry import ActionRun
from tickets.automation.values import sight_of
from tickets.errors import TicketError
from tickets.models import Ticket

Args = dict[str, Any]
Effect = tuple[int, Args]
COMMON = (
    *("ticketId", "ticketNumber", "subject", "brandId", "brandName", "departmentId", "departmentName"),
    *("groupId", "groupName", "agentId", "agentName", "customerId", "customerName", "customerEmail"),
    *("status", "priority", "source", "isPinned", "tags", "dateOpenedUtc"),
)


@contextmanager
def ticket_of(run: ActionRun, permission: str) -> Iterator[Ticket]:
    """The ticket that the fact is about. What a service refuses is said in the rule's log, and is final."""
    ticket = Ticket.objects.filter(pk=run.fact.item_id).first()
    if ticket is None:
        raise ActionError(_("The ticket is not there any more."), permanent=True)
    if run.rule.level == run.rule.Level.AGENT:
        scope = sight_of(run.rule.owner_id or 0)
        if scope is None or not scope.sees_group(ticket.group_id) or not scope.has(permission):
            raise ActionError(_("The owner of the rule may not do this to the ticket."), permanent=True)
    try:
        yield ticket
    except TicketError as error:
        raise ActionError(str(error.message), permanent=True) from error


def number_of(params: Args, name: str) -> int:
    """A parameter that is an id; 0 when nothing is chosen."""
    text = str(params.get(name) or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


def label_of(choices: list[tuple[str, str]], value: object) -> str:
    """What a choice is called."""
    return next((label for key, label in choices if key == str(value)), str(value))


def told(event_id: int, args: Args, **changes: Any) -> Effect:
    """An event that an action will fire, with the ticket's arguments after the change."""
    kept = {key: args[key] for key in COMMON if key in args}
    return event_id, kept | changes | {"actorKind": "rule"}


Effects = Callable[[Args, Args], list[Effect]]
