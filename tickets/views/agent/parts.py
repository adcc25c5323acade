"""The parts of a ticket's page, each with its context: head, conversation, customer, list beside it."""

from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format

from accounts.models import User
from common.paging import BadCursorError
from common.ui import panels
from organization.guard import AgentRequest
from tickets.models import Message, Ticket
from tickets.selectors import HistoryLine
from tickets.selectors.desk import Desk
from tickets.selectors.panel import Around, Customer
from tickets.selectors.rows import ShortLine, lines_beside
from tickets.selectors.state import ListState
from tickets.views.agent.draw import PRIORITY_NAMES, Drawer, looker_avatar, status_name
from tickets.views.agent.fixed import fixed
from tickets.views.agent.moments import Clock
from tickets.views.agent.side import title
from tickets.views.agent.thread import delivery_of, history_rows, thread


def head_context(request: AgentRequest, ticket: Ticket, near: Around, state: ListState) -> dict[str, Any]:
    """What the ticket's head and properties show; also sent alone after a change."""
    request.unread = near.unread
    query, scope = state.but(after=state.after).query, request.scope
    return {
        "ticket": ticket,
        "query": query,
        "page_url": reverse("agent_ticket", args=[ticket.number]) + query,
        "status_name": status_name(ticket.status, ticket.shelf),
        "priority_name": PRIORITY_NAMES[ticket.priority],
        "tags": near.tags,
        "cc": near.cc,
        "lookers": [looker_avatar(looker) for looker in near.lookers],
        "may": request.scope.permissions,
        "is_mine": ticket.agent_id == request.user.pk,
        "is_away": ticket.shelf in (Ticket.Shelf.SPAM, Ticket.Shelf.DELETED),
        "act_url": f"{reverse('agent_ticket', args=[ticket.number])}/do/",
        "status_menu": fixed(
            "agent/status_menu.html", scope, id="status-menu", current=ticket.status, verb="status"
        ),
        "priority_menu": fixed(
            "agent/priority_menu.html", scope, id="priority-menu", current=ticket.priority, verb="priority"
        ),
    }


def customer_context(request: AgentRequest, ticket: Ticket, customer: Customer) -> dict[str, Any]:
    """The customer's card, their other tickets, and the panels of other apps."""
    others = [
        {
            "url": reverse("agent_ticket", args=[other.number]),
            "subject": other.subject,
            "status": status_name(other.status, other.shelf),
        }
        for other in customer.others(ticket)
    ]
    drawn = [panel.render(request, ticket) for panel in panels("ticket.side")]
    return {
        "customer": customer,
        "customer_now": _local_now(ticket.requester),
        "others": others,
        "panels": [part for part in drawn if part is not None],
    }


def _local_now(person: User) -> str:
    """The time where the customer is, if they said where."""
    if not person.time_zone:
        return ""
    try:
        return time_format(timezone.now().astimezone(ZoneInfo(person.time_zone)), "H:i")
    except (ZoneInfoNotFoundError, ValueError):
        return ""


def thread_context(
    found: list[Message], lines: list[HistoryLine], *, after: tuple[int, int] = (0, 0)
) -> dict[str, Any]:
    """The conversation behind a message and a line of history, and up to where it goes."""
    clock = Clock()
    new = [message for message in found if message.seq > after[0]]
    return {
        "items": thread(new, [line for line in lines if line.id > after[1]], clock),
        "history": history_rows(lines, clock),
        "deliveries": [delivery_of(message) for message in found if message.delivery],
        "last_seq": found[-1].seq if found else 0,
        "last_line": lines[-1].id if lines else 0,
    }


def beside_context(request: AgentRequest, ticket: Ticket, state: ListState, desk: Desk) -> dict[str, Any]:
    """The list that the ticket was opened from, with its neighbours there."""
    try:
        lines = lines_beside(state, request.scope, desk)
    except BadCursorError:
        state = state.but()
        lines = lines_beside(state, request.scope, desk)
    base, query = reverse("agent_list") + "/", state.but(after=state.after).query
    drawer = Drawer(state, desk, base)
    before, behind = _neighbours(lines, ticket)
    return {
        "mini": [drawer.mini(line, current=line.id == ticket.pk) for line in lines],
        "list_title": title(state, desk),
        "list_url": f"{reverse('agent_list')}{state.but().query}",
        "previous_url": f"{base}{before}{query}" if before else "",
        "next_url": f"{base}{behind}{query}" if behind else "",
    }


def _neighbours(lines: list[ShortLine], ticket: Ticket) -> tuple[str, str]:
    """The numbers before and after; when the ticket has left the list, the list's first comes next."""
    numbers = [line.number for line in lines]
    if ticket.number not in numbers:
        return "", numbers[0] if numbers else ""
    at = numbers.index(ticket.number)
    return numbers[at - 1] if at else "", numbers[at + 1] if at + 1 < len(numbers) else ""
