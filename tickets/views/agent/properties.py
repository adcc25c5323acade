"""A ticket's custom fields as properties of its page."""

from django.template.loader import render_to_string
from django.urls import reverse

from organization.selectors import Scope
from tickets.models import Ticket
from tickets.selectors.fields import properties_of


def field_list(ticket: Ticket, scope: Scope) -> str:
    """The lines between the other properties."""
    found = properties_of(ticket, ticket.department.ticket_template_id)
    shown = [one for one in found if one.item.agent_sees or one.is_kept]
    if not shown:
        return ""
    context = {
        "own": [one for one in shown if not one.is_kept],
        "kept": [one for one in shown if one.is_kept],
        "url": reverse("agent_fields", args=[ticket.number]),
        "may": scope.permissions,
        "ticket": ticket,
    }
    return render_to_string("agent/ticket/field_list.html", context)
