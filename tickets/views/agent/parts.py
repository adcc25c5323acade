"""The parts of a ticket's page, each with its context: head, conversation, customer, list beside it."""

from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from accounts.models import User
from common.paging import BadCursorError
from common.templatetags.parts import avatar
from common.templatetags.times import duration
from common.ui import panels
from organization.guard import AgentRequest
from organization.selectors import Scope
from tickets.models import Message, Status, Ticket
from tickets.selectors import HistoryLine
from tickets.selectors.desk import Desk
from tickets.selectors.panel import Around, Back, Customer
from tickets.selectors.presence import Person
from tickets.selectors.rows import ShortLine, lines_beside
from tickets.selectors.state import ListState
from tickets.views.agent.days import said
from tickets.views.agent.draw import PRIORITY_NAMES, Drawer, looker_avatar, status_name
from tickets.views.agent.fixed import Flag, filled, fixed
from tickets.views.agent.moments import Clock
from tickets.views.agent.properties import field_list
from tickets.views.agent.side import title
from tickets.views.agent.thread import delivery_of, history_rows, thread

_TIMES = 5  # lines of the time log in the panel; the dialog has all
TABS = ("conversation", "details", "history")


def head_context(
    request: AgentRequest, ticket: Ticket, near: Around, state: ListState, *, oob: bool = False
) -> dict[str, Any]:
    """The ticket's head and properties; also sent alone after a change."""
    request.unread = near.unread
    query, scope = state.but(after=state.after).query, request.scope
    page_url, tab = reverse("agent_ticket", args=[ticket.number]), request.GET.get("tab", "")
    flags: dict[str, Flag] = {
        "oob": oob,
        "tab": tab if tab in TABS else TABS[0],
        "status_name": status_name(ticket.status, ticket.shelf),
        "priority_name": PRIORITY_NAMES[ticket.priority],
        "is_away": ticket.shelf in (Ticket.Shelf.SPAM, Ticket.Shelf.DELETED),
        "ticket.priority": ticket.priority,
        "ticket.is_open": ticket.is_open,
        "ticket.is_pinned": ticket.is_pinned,
        "ticket.in_queue": ticket.in_queue,
        "ticket.has_follow_up": ticket.has_follow_up,
    }
    texts = _head_texts(scope, ticket, near) | _asked_for(ticket)
    texts |= {
        "query": query,
        "page_url": page_url + query,
        "act_url": f"{page_url}/do/",
        "csrf_token": get_token(request),
    }
    lists = {"may": scope.permissions, "act_url": texts["act_url"], "query": query}
    for name, values in (("tag", near.tags), ("cc", near.cc)):
        some = {"tags": values, "cc": values} | lists
        texts[f"{name}_list"] = render_to_string(f"agent/ticket/{name}_list.html", some) if values else ""
    return {
        "ticket": ticket,
        "query": query,
        "may": scope.permissions,
        "tab": flags["tab"],
        "head": filled("agent/ticket/head.html", scope, flags=flags, texts=texts),
        "properties": filled("agent/ticket/properties.html", scope, flags=flags, texts=texts),
        "work": _work(scope, ticket, near, texts, oob=oob),
        "dialogs": filled("agent/ticket/dialogs.html", scope, flags={}, texts=texts),
    }


def _work(scope: Scope, ticket: Ticket, near: Around, texts: dict[str, Any], *, oob: bool) -> SafeString:
    """When the ticket comes back, and the time that was worked on it."""
    lines = [(one.person, one.subject, duration(one.minutes)) for one in near.times[:_TIMES]]
    context = {
        "oob": oob,
        "ticket": ticket,
        "may": scope.permissions,
        "is_away": ticket.shelf in (Ticket.Shelf.SPAM, Ticket.Shelf.DELETED),
        "follow_text": _back_text(near.back) if near.back else "",
        "time_lines": lines,
        "time_total": duration(sum(one.minutes for one in near.times)) if near.times else "",
    }
    keys = ("follow_url", "time_url", "follow_said")
    return render_to_string("agent/ticket/work.html", context | {key: texts[key] for key in keys})


def _back_text(back: Back) -> str:
    """Back to Ann as Active."""
    who = _("the queue") if back.agent_id == User.QUEUE_ID else back.agent or back.group
    status = str(Status(back.status).label) if back.status else ""
    if who and status:
        return _("Back to %(who)s as %(status)s") % {"who": who, "status": status}
    if who:
        return _("Back to %(who)s") % {"who": who}
    return _("Back as %(status)s") % {"status": status} if status else _("Comes back as it is then")


def _asked_for(ticket: Ticket) -> dict[str, Any]:
    """Where the parts come from that are asked for when they open."""
    return {
        "follow_url": reverse("agent_follow_up", args=[ticket.number]),
        "time_url": reverse("agent_time", args=[ticket.number]),
        "fields_url": reverse("agent_fields", args=[ticket.number]),
        "follow_said": said(timezone.localtime(ticket.follow_up_at)) if ticket.has_follow_up else "",
    }


def _head_texts(scope: Scope, ticket: Ticket, near: Around) -> dict[str, Any]:
    agent = Person(ticket.agent.pk, ticket.agent.name)
    lookers = "".join([looker_avatar(looker) for looker in near.lookers])
    return {
        "lookers": mark_safe(f'<span class="hd-avas">{lookers}</span>' if lookers else ""),  # noqa: S308
        "ticket.subject": ticket.subject,
        "ticket.number": ticket.number,
        "status_label": ticket.get_status_display(),
        "priority_label": ticket.get_priority_display(),
        "agent_avatar": avatar(agent),
        "agent_name": agent.display_name,
        "department": ticket.department.name,
        "group": ticket.group.name,
        "brand": ticket.brand.name,
        "field_list": field_list(ticket, scope),
        "source": ticket.get_source_display(),
        "age": mark_safe(Clock().age(ticket.created_at)),  # noqa: S308
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
