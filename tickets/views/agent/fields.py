"""The form that changes a ticket's custom fields."""

from collections.abc import Iterable

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from customfields.forms import build, read
from organization.guard import AgentRequest, agent_view, needs
from tickets.forms.fields import FieldsForm
from tickets.permissions import EDIT
from tickets.selectors import ticket_for
from tickets.selectors.fields import Property, properties_of
from tickets.services.fields import set_fields
from tickets.views.agent.frame import flash, toast_of
from tickets.views.agent.ticket import draw_news


def _form(request: AgentRequest, found: Iterable[Property]) -> FieldsForm:
    own = [one for one in found if not one.is_kept]
    fields = build([one.item for one in own], "agent", initial={one.item.field_id: one.value for one in own})
    return FieldsForm(request.POST if request.method == "POST" else None, fields=fields)


@agent_view
@needs(EDIT)
@require_http_methods(["GET", "POST"])
def fields(request: AgentRequest, number: str) -> HttpResponse:
    """The form as a fragment; saved, it shows what changed."""
    ticket = ticket_for(request.scope, number)
    page = reverse("agent_ticket", args=[ticket.number])
    is_script = request.headers.get("HX-Request") == "true"
    found = properties_of(ticket, ticket.department.ticket_template_id)
    form = _form(request, found)
    if request.method == "POST" and form.is_valid():
        values = read(form.cleaned_data, [one.item for one in found])
        set_fields(ticket, actor=request.user.actor, values=values)
        if not is_script:
            return HttpResponseRedirect(page)
        answer = draw_news(request, ticket_for(request.scope, number), toast=toast_of(_("Fields saved")))
        answer["HX-Trigger"] = "hd:fields-saved"
        return answer
    if not is_script:
        flash(request, _("Not saved: something is missing in the fields.")) if form.is_bound else None
        return HttpResponseRedirect(page)
    context = {"form": form, "ticket": ticket}
    return render(request, "agent/ticket/fields.html", context, status=422 if form.is_bound else 200)
