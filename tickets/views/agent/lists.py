"""The lists: queues and views, their rows as fragments, their counts."""

from typing import Any
from urllib.parse import parse_qsl

from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from accounts.services import chosen_columns
from common.paging import BadCursorError
from organization.guard import AgentRequest, agent_view
from tickets.forms.custom import is_raw
from tickets.forms.lists import read_state
from tickets.selectors.columns import columns_for, ticket_fields
from tickets.selectors.counts import count_for, counts_of
from tickets.selectors.desk import Desk, desk_of
from tickets.selectors.pages import SIZE
from tickets.selectors.rows import ListPage, belonging, lines_of, list_page
from tickets.selectors.state import ListState
from tickets.views.agent.chips import SORT_LABELS, chips
from tickets.views.agent.custom import custom_chips
from tickets.views.agent.draw import Drawer
from tickets.views.agent.fixed import fixed
from tickets.views.agent.frame import channels_of, frame
from tickets.views.agent.side import counts_by_key, side, title


@agent_view
@require_GET
def home(request: AgentRequest) -> HttpResponse:
    """The workspace begins with one's own tickets."""
    return HttpResponseRedirect(reverse("agent_list") + "?view=mine")


def _page(state: ListState, request: AgentRequest, desk: Desk) -> ListPage:
    try:
        return list_page(state, request.scope, desk)
    except BadCursorError as error:
        raise Http404 from error


def _rows(request: AgentRequest, state: ListState, desk: Desk) -> dict[str, Any]:
    page = _page(state, request, desk)
    request.unread = page.unread
    chosen = chosen_columns(request.user)
    known = ticket_fields(desk) if chosen or state.custom else []
    columns = columns_for(chosen, known, [line.id for line in page.lines])
    drawer = Drawer(state, desk, reverse("agent_list") + "/", columns)
    parts = drawer.sections(page.lines, request.GET.get("under", ""))
    more = ""
    if page.next:
        more = f"{reverse('agent_list')}{state.but(after=page.next).query}&under={parts[-1].key}"
    agent_name = page.lines[0].agent.display_name if page.lines else ""
    return {
        "sections": parts,
        "more": more,
        "state": state,
        "chips": [*chips(state, desk, agent_name), *custom_chips(state, known)],
        "column_names": drawer.names(),
    }


@agent_view
@require_GET
def ticket_list(request: AgentRequest) -> HttpResponse:
    """A page of a list; as a fragment only the rows that come next."""
    values = request.GET.dict()
    state = read_state(values)
    if any(is_raw(values)):
        return HttpResponseRedirect(reverse("agent_list") + state.query)
    desk = desk_of(request.scope)
    if request.headers.get("HX-Target") == "more":
        return render(request, "agent/list/rows.html", _rows(request, state, desk))
    context = frame(request, channels_of(request, desk))  # first: what comes after it is heard
    context |= _rows(request, state, desk)
    counts = counts_of(request.scope)
    context |= side(state, counts, request.scope, desk)
    context |= {
        "title": title(state, desk),
        "count": count_for(state, counts, request.scope, desk),
        "sort_label": SORT_LABELS[state.order],
        "bulk": fixed("agent/list/bulk.html", request.scope, away=int(state.view in ("spam", "deleted"))),
        "menus": fixed("agent/list/menus.html", request.scope),
        "state_fields": parse_qsl(state.but(text="").query[1:]),
        "unfiltered": reverse("agent_list") + state.unfiltered.query,
    }
    return render(request, "agent/list/page.html", context)


@agent_view
@require_GET
def changed_rows(request: AgentRequest) -> HttpResponse:
    """The lines of these tickets as they are now, for rows that stand on an open page."""
    state = read_state(request.GET.dict())
    ids = [int(text) for text in request.GET.get("ids", "").split(",")[:SIZE] if text.isdigit()]
    desk = desk_of(request.scope)
    chosen = chosen_columns(request.user)
    columns = columns_for(chosen, ticket_fields(desk) if chosen else (), ids)
    drawer = Drawer(state, desk, reverse("agent_list") + "/", columns)
    here = belonging(ids, state, request.scope, desk)
    rows = [drawer.row(line, left=line.id not in here) for line in lines_of(ids, request.scope)]
    return render(request, "agent/list/changed.html", {"rows": rows})


@agent_view
@require_GET
def live_counts(request: AgentRequest) -> JsonResponse:
    """The counts of the navigation."""
    desk = desk_of(request.scope)
    return JsonResponse(counts_by_key(counts_of(request.scope), request.scope, desk))
