"""A change to many: each ticket by its own service and transaction, so one refusal stops nobody else."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core import signing
from django.http import Http404

from common.actor import Actor
from organization.selectors import Scope
from tickets.errors import TicketError
from tickets.models import Ticket
from tickets.selectors import ticket_for
from tickets.services import labels, moving, state

_SALT = "tickets.bulk"
UNDO_SECONDS = 600
LIMIT = 500
Verb = Callable[..., Any]
_VERBS: dict[str, Verb] = {
    "assign": moving.assign,
    "transfer": moving.transfer,
    "status": state.set_status,
    "close": state.close,
    "priority": state.set_priority,
    "delete": state.delete,
    "spam": state.mark_spam,
    "restore": state.restore,
    "tag": labels.add_tag,
}


@dataclass(frozen=True, slots=True)
class BulkResult:
    """`failed` are numbers with the sentence why; `undo` is a signed token for `undo_bulk`."""

    done: list[Ticket] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)
    undo: str = ""


def bulk(verb: str, numbers: list[str], *, scope: Scope, actor: Actor, **arguments: Any) -> BulkResult:
    """Does `verb` to every ticket the agent may see. Raises KeyError for an unknown verb."""
    action = _VERBS[verb]
    result, before = BulkResult(), []
    for number in dict.fromkeys(numbers[:LIMIT]):
        try:
            ticket = ticket_for(scope, number)
            was = [
                ticket.number,
                ticket.status,
                ticket.priority,
                ticket.shelf,
                ticket.group_id,
                ticket.agent_id,
            ]
            action(ticket, actor=actor, **arguments)
        except Http404:
            result.failed.append((number, ""))
        except TicketError as error:
            result.failed.append((number, str(error.message)))
        else:
            before.append(was)
            result.done.append(ticket)
    undo = "" if verb == "tag" or not before else signing.dumps(before, salt=_SALT, compress=True)
    return BulkResult(result.done, result.failed, undo)


def undo_bulk(token: str, *, scope: Scope, actor: Actor) -> int:
    """Puts tickets back to where they were; says how many. A token that is too old undoes nothing."""
    try:
        before = signing.loads(token, salt=_SALT, max_age=UNDO_SECONDS)
    except signing.BadSignature:
        return 0
    return sum(_restore(row, scope, actor) for row in before)


def _restore(row: list[Any], scope: Scope, actor: Actor) -> bool:
    number, status, priority, shelf, group_id, agent_id = row
    try:
        ticket = ticket_for(scope, number)
        if shelf in (Ticket.Shelf.OPEN, Ticket.Shelf.CLOSED):
            state.restore(ticket, actor=actor)
        if (ticket.group_id, ticket.agent_id) != (group_id, agent_id):
            moving.put_back(ticket, actor=actor, group_id=group_id, agent_id=agent_id)
        state.set_status(ticket, actor=actor, status=status)
        state.set_priority(ticket, actor=actor, priority=priority)
    except (Http404, TicketError):
        return False
    return True
