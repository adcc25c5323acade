"""The time log of a ticket: a dialog with its lines, a form to add one or to correct one."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.templatetags.times import duration
from organization.guard import AgentRequest, agent_view, needs
from tickets import permissions, services
from tickets.errors import TicketError
from tickets.forms.work import TimeForm, logged
from tickets.models import Ticket, TimeLog
from tickets.selectors import ticket_for
from tickets.selectors.work import time_log_for, time_logs_of
from tickets.views.agent.followup import DONE
from tickets.views.agent.frame import toast_of
from tickets.views.agent.ticket import draw_news


@agent_view
@needs(permissions.LOG_TIME)
@require_http_methods(["GET", "POST"])
def time_log(request: AgentRequest, number: str) -> HttpResponse:
    """The lines with their sum; `log` names one that is corrected or deleted."""
    ticket = ticket_for(request.scope, number)
    row = _asked(request, ticket)
    if request.method == "GET":
        return _dialog(request, ticket, TimeForm(initial=logged(row)), row)
    if row is not None and "delete" in request.POST:
        services.delete_time(row, actor=request.user.actor)
        return _news(request, ticket, _("Deleted from the time log"))
    form = TimeForm(request.POST)
    if not form.is_valid():
        return _dialog(request, ticket, form, row, form.first_error)
    try:
        _keep(request, ticket, row, form)
    except TicketError as error:
        return _dialog(request, ticket, form, row, str(error.message))
    return _news(request, ticket, _("%(time)s logged") % {"time": duration(form.cleaned_data["time"])})


def _asked(request: AgentRequest, ticket: Ticket) -> TimeLog | None:
    text = (request.POST if request.method == "POST" else request.GET).get("log", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise Http404
    return time_log_for(request.scope, ticket, int(text), may_all=request.scope.has(permissions.EDIT_TIME))


def _keep(request: AgentRequest, ticket: Ticket, row: TimeLog | None, form: TimeForm) -> None:
    values = form.cleaned_data
    work = services.Work(
        minutes=values["time"], subject=values["subject"], at=values["at"], is_billable=values["billable"]
    )
    if row is None:
        services.log_time(ticket, actor=request.user.actor, agent=request.user, work=work)
    else:
        services.change_time(row, actor=request.user.actor, work=work)


def _dialog(
    request: AgentRequest, ticket: Ticket, form: TimeForm, row: TimeLog | None, error: str = ""
) -> HttpResponse:
    rows = time_logs_of(ticket)
    may_all = request.scope.has(permissions.EDIT_TIME)
    context: dict[str, Any] = {
        "form": form,
        "row": row,
        "error": error,
        "url": reverse("agent_time", args=[ticket.number]),
        "lines": [(one, duration(one.minutes), may_all or one.agent_id == request.user.pk) for one in rows],
        "total": duration(sum(one.minutes for one in rows)),
        "billable": duration(sum(one.minutes for one in rows if one.is_billable)),
    }
    answer = render(request, "agent/ticket/time.html", context)
    if request.method == "POST":
        answer.headers["HX-Retarget"], answer.headers["HX-Reswap"] = "#time-body", "innerHTML"
    return answer


def _news(request: AgentRequest, ticket: Ticket, text: str) -> HttpResponse:
    answer = draw_news(request, ticket_for(request.scope, ticket.number), toast=toast_of(text))
    answer.headers["HX-Trigger"] = DONE
    return answer
