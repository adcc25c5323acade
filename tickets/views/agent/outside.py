"""What another system says of the customer: a part of the ticket's page that comes after it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from organization.guard import AgentRequest, agent_view
from tickets.selectors import ticket_for
from tickets.services.outside import details_of


@agent_view
@require_GET
def outside(request: AgentRequest, number: str) -> HttpResponse:
    """Waits for the provider, in threads that no page needs. Nothing to say: no area."""
    info = details_of(ticket_for(request.scope, number), viewer_id=request.user.pk)
    return render(request, "agent/ticket/outside.html", {"info": info}) if info.html else HttpResponse("")
