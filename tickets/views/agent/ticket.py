"""The page of a ticket, what is new on it, and its history."""

from typing import Any

from django.http import HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from organization.guard import AgentRequest, agent_view
from providers.models import Kind
from providers.selectors import is_asked
from tickets import services
from tickets.forms.lists import read_state
from tickets.models import Ticket
from tickets.selectors import history, ticket_for
from tickets.selectors.conversation import conversation
from tickets.selectors.desk import desk_of
from tickets.selectors.files import undone_ids, unsent_files
from tickets.selectors.panel import Around, around, drafts_of
from tickets.views.agent.fixed import filled
from tickets.views.agent.frame import channels_of, frame
from tickets.views.agent.parts import beside_context, customer_context, head_context, thread_context
from tickets.views.agent.writer import Written, from_draft, writer_context

UNDONE = "undone"


def draw_page(request: AgentRequest, ticket: Ticket, *, written: Written | None = None) -> HttpResponse:
    """The whole page; with `written` what the agent wrote was refused, and stands there still."""
    state = read_state(request.GET.dict())
    desk = desk_of(request.scope)
    near = around(ticket, request.user.pk, request.scope)  # first: what happens from here on is heard
    channels = channels_of(request, desk, f"ticket:{ticket.pk}")
    context: dict[str, Any] = frame(request, channels, since=near.since)
    lines = history(ticket)
    if written is None:
        written = _kept(request, ticket, near)
    context |= head_context(request, ticket, near, state)
    context |= thread_context(conversation(ticket, near.files), lines)
    context |= customer_context(request, ticket, near.customer)
    context |= beside_context(request, ticket, state, desk)
    context |= writer_context(request, ticket, near, written, context["query"])
    ways = {
        "assign_path": f"pick/agents?ticket={ticket.number}",
        "transfer_path": f"pick/groups?ticket={ticket.number}",
    }
    context["asks_outside"] = is_asked(Kind.USERINFO)
    context["pick_menus"] = filled("agent/ticket/menus.html", request.scope, flags={}, texts=ways)
    if request.method == "GET":
        _note(request, ticket, near, context["last_seq"])
    return render(request, "agent/ticket/page.html", context, status=422 if written.error else 200)


def _note(request: AgentRequest, ticket: Ticket, near: Around, seq: int) -> None:
    """The agent is here and has read it all; a page that a browser only fetches ahead is seen by nobody."""
    purpose = request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    if "prefetch" not in purpose and near.standing.is_news(seq):
        services.visit(ticket.pk, agent=request.user, standing=near.standing, seq=seq)


def _kept(request: AgentRequest, ticket: Ticket, near: Around) -> Written:
    """The draft, and the files of a message that was taken back."""
    drafts = drafts_of(ticket, request.user.pk) if near.has_draft else []
    written = from_draft(drafts[0] if drafts else None, request.GET.get("mode", ""))
    undone = request.session.get(UNDONE, {}).get(ticket.number)
    if undone:
        files = unsent_files(undone, request.user.pk)
        written.uploads.extend((services.token(file), file) for file in files)
    return written


@agent_view
@require_GET
def ticket_page(request: AgentRequest, number: str) -> HttpResponse:
    """Everything about one ticket, for an agent who may see it."""
    ticket = ticket_for(request.scope, number)
    if ticket.number != number:
        return HttpResponsePermanentRedirect(reverse("agent_ticket", args=[ticket.number]))
    return draw_page(request, ticket)


def _seen(request: AgentRequest) -> tuple[int, int]:
    """The last message and the last line of history that the page shows: "5.1204" in a header."""
    parts = request.headers.get("HX-Seen", "").split(".")
    numbers = [int(part) for part in parts if part.isascii() and part.isdigit() and len(part) < 16]
    return (numbers[0], numbers[1]) if len(numbers) == 2 else (0, 0)


def draw_news(request: AgentRequest, ticket: Ticket, *, toast: dict[str, Any] | None = None) -> HttpResponse:
    """What changed since the page was drawn: head, properties, new parts of the conversation, deliveries."""
    near = around(ticket, request.user.pk)
    found, lines = conversation(ticket, near.files), history(ticket)
    context = head_context(request, ticket, near, read_state(request.GET.dict()), oob=True)
    context |= thread_context(found, lines, after=_seen(request))
    context |= {"toast": toast, "undone": undone_ids(ticket)}
    return render(request, "agent/ticket/news.html", context)


@agent_view
@require_GET
def news(request: AgentRequest, number: str) -> HttpResponse:
    """Asked for when the stream says that something happened."""
    return draw_news(request, ticket_for(request.scope, number))
