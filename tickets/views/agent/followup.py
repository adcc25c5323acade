"""The follow-up picker: asked for when it opens, drawn anew while one types, sent once."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from organization.guard import AgentRequest, agent_view, needs
from tickets import permissions, services
from tickets.errors import TicketError
from tickets.forms.work import FollowUpForm, planned
from tickets.models import Ticket
from tickets.selectors import ticket_for
from tickets.selectors.desk import whole_desk
from tickets.selectors.people import agent_for, agents_for, group_for
from tickets.selectors.work import follow_up_of
from tickets.views.agent.days import days_context, said
from tickets.views.agent.frame import toast_of
from tickets.views.agent.ticket import draw_news

DONE = "hd:done"  # the picker and the dialog close


@agent_view
@needs(permissions.EDIT)
@require_http_methods(["GET", "POST"])
def follow_up(request: AgentRequest, number: str) -> HttpResponse:
    """When the ticket comes back, and as what."""
    ticket = ticket_for(request.scope, number)
    if request.method == "POST":
        return _send(request, ticket)
    part = request.headers.get("HX-Target", "")
    if part == "follow-days":
        context = days_context(request.GET.get("when", "")[:40], request.GET.get("month", ""))
        return render(
            request, "agent/ticket/follow_days.html", context | {"url": request.path, "is_part": True}
        )
    if part == "follow-agent":
        return render(request, "agent/ticket/follow_agents.html", _agents(request, ticket))
    return _picker(request, ticket, FollowUpForm(initial=planned(follow_up_of(ticket)), scope=request.scope))


def _agents(request: AgentRequest, ticket: Ticket, chosen: int | None = None) -> dict[str, Any]:
    """Who may have it: the members of the group that is chosen, if one sees that, else of the ticket's."""
    text = request.GET.get("group", "")
    group = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else ticket.group_id
    group = group if request.scope.sees_group(group) else 0
    return {"choices": agents_for([group], me=request.user.pk) if group else [], "chosen": chosen}


def _picker(request: AgentRequest, ticket: Ticket, form: FollowUpForm, error: str = "") -> HttpResponse:
    when, chosen = form["when"].value() or "", form["agent"].value() if "agent" in form.fields else None
    context = days_context(str(when), "") | _agents(request, ticket, int(chosen) if chosen else None)
    context |= {
        "ticket": ticket,
        "form": form,
        "error": error,
        "url": reverse("agent_follow_up", args=[ticket.number]),
        "groups": whole_desk().groups if "group" in form.fields else (),
    }
    answer = render(request, "agent/ticket/follow_up.html", context)
    if request.method == "POST":  # the form's own answer goes elsewhere
        answer.headers["HX-Retarget"], answer.headers["HX-Reswap"] = "#follow", "innerHTML"
    return answer


def _send(request: AgentRequest, ticket: Ticket) -> HttpResponse:
    if "cancel" in request.POST:
        services.cancel_follow_up(ticket, actor=request.user.actor)
        return _news(request, ticket, _("It does not come back by itself any more."))
    form = FollowUpForm(request.POST, scope=request.scope)
    if not form.is_valid():
        return _picker(request, ticket, form, form.first_error)
    try:
        services.schedule(ticket, actor=request.user.actor, plan=_plan(form), author=request.user)
    except TicketError as error:
        return _picker(request, ticket, form, str(error.message))
    except Http404:
        return _picker(request, ticket, form, _("That group or agent is not there any more."))
    return _news(request, ticket, _("Comes back %(when)s") % {"when": said(form.cleaned_data["when"])})


def _plan(form: FollowUpForm) -> services.Plan:
    values = form.cleaned_data
    group, agent = values.get("group"), values.get("agent")
    return services.Plan(
        at=values["when"],
        group=group_for(group) if group else None,
        agent=(User.objects.get(pk=User.QUEUE_ID) if agent == User.QUEUE_ID else agent_for(agent))
        if agent
        else None,
        status=values["status"],
        pin=values["pin"],
        comment=values["comment"],
    )


def _news(request: AgentRequest, ticket: Ticket, text: str) -> HttpResponse:
    answer = draw_news(request, ticket_for(request.scope, ticket.number), toast=toast_of(text))
    answer.headers["HX-Trigger"] = DONE
    return answer
