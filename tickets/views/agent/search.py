"""Search, and the palette that finds actions, places and tickets while one types."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from common.paging import BadCursorError
from organization.guard import AgentRequest, agent_view
from tickets.selectors.counts import counts_of
from tickets.selectors.desk import Desk, desk_of
from tickets.selectors.finding import find_tickets, number_in
from tickets.selectors.state import ListState
from tickets.views.agent.draw import Drawer, status_name
from tickets.views.agent.frame import channels_of, frame
from tickets.views.agent.side import side

_PALETTE = 6


def _found(request: AgentRequest, text: str, desk: Desk) -> dict[str, Any]:
    try:
        lines, following = find_tickets(text, request.scope, cursor=request.GET.get("after", "")[:200])
    except BadCursorError as error:
        raise Http404 from error
    more = f"{reverse('agent_search')}?{urlencode({'q': text, 'after': following})}" if following else ""
    drawer = Drawer(ListState(), desk, reverse("agent_list") + "/")
    return {"rows": [drawer.row(line, box=False) for line in lines], "more": more}


@agent_view
@require_GET
def search(request: AgentRequest) -> HttpResponse:
    """All words must be there. A ticket's number leads straight to it."""
    text = " ".join(request.GET.get("q", "").split())[:200]
    number = number_in(text, request.scope)
    if number and not request.GET.get("after"):
        return HttpResponseRedirect(reverse("agent_ticket", args=[number]))
    desk = desk_of(request.scope)
    context: dict[str, Any] = {"search_text": text} | _found(request, text, desk)
    if request.headers.get("HX-Target") == "more":
        return render(request, "agent/search/rows.html", context)
    context |= side(None, counts_of(request.scope), request.scope, desk)
    return render(request, "agent/search/page.html", context | frame(request, channels_of(request, desk)))


@agent_view
@require_GET
def palette(request: AgentRequest) -> HttpResponse:
    """Found tickets for the palette; actions and places stand in the page already."""
    text = " ".join(request.GET.get("q", "").split())[:200]
    number = number_in(text, request.scope)
    words = text if text.endswith("*") or not text else f"{text}*"
    lines, _following = find_tickets(number or words, request.scope, size=_PALETTE)
    found = [(line, status_name(line.status, line.shelf)) for line in lines]
    return render(request, "agent/pick/found.html", {"found": found, "text": text})
