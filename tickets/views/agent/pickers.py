"""The choices of menus, asked for when a menu opens: agents with their load, groups, tags, customers."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from organization.guard import AgentRequest, agent_view
from tickets.selectors import ticket_for
from tickets.selectors.counts import counts_of
from tickets.selectors.desk import desk_of, whole_desk
from tickets.selectors.people import agents_for, find_customers, tags_like


@agent_view
@require_GET
def agents(request: AgentRequest) -> HttpResponse:
    """Who may take a ticket: the members of its group, or of any group one sees when many are selected."""
    number = request.GET.get("ticket", "")
    chosen: int | None = 0
    if number:
        ticket = ticket_for(request.scope, number)
        groups, chosen = [ticket.group_id], ticket.agent_id
    else:
        groups = desk_of(request.scope).narrow(group=_number(request.GET.get("group", "")))
    choices = agents_for(groups, me=request.user.pk)
    context = {"choices": choices, "chosen": chosen, "me": request.user.pk}
    as_options = request.GET.get("as") == "options"
    return render(request, f"agent/pick/{'agent_options' if as_options else 'agents'}.html", context)


@agent_view
@require_GET
def groups(request: AgentRequest) -> HttpResponse:
    """Where a ticket may go: every group in use, with its open tickets where the agent sees them."""
    number = request.GET.get("ticket", "")
    current = ticket_for(request.scope, number).group_id if number else 0
    loads = counts_of(request.scope).by_group
    lines = [
        (line, loads.get(line.id) if request.scope.sees_group(line.id) else None)
        for line in whole_desk().groups
    ]
    brands = {line.brand_id for line, _load in lines}
    template = "group_options" if request.GET.get("as") == "options" else "groups"
    context = {"lines": lines, "current": current, "brands": len(brands) > 1}
    return render(request, f"agent/pick/{template}.html", context)


@agent_view
@require_GET
def tags(request: AgentRequest) -> HttpResponse:
    """Known tags that begin with what is typed; a new word is a tag too."""
    text = " ".join(request.GET.get("q", "").split())[:40]
    found = tags_like(text, request.scope)
    is_new = bool(text) and text.lower() not in {tag.name.lower() for tag in found}
    return render(request, "agent/pick/tags.html", {"tags": found, "text": text, "is_new": is_new})


@agent_view
@require_GET
def customers(request: AgentRequest) -> HttpResponse:
    """People by the beginning of a name or address."""
    text = request.GET.get("q", "").strip()
    return render(request, "agent/pick/customers.html", {"people": find_customers(text), "text": text})


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
