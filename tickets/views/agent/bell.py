"""Notifications: the list, and what opening one does."""

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from organization.guard import AgentRequest, agent_view
from tickets import services
from tickets.models import Notification
from tickets.selectors.counts import counts_of
from tickets.selectors.desk import desk_of
from tickets.selectors.notifications import notification_for, notifications_of
from tickets.views.agent.frame import channels_of, frame
from tickets.views.agent.side import side

_ICONS = {
    Notification.Kind.ASSIGNED.value: "user-plus",
    Notification.Kind.CUSTOMER_REPLIED.value: "message-2",
    Notification.Kind.FAILED.value: "mail-exclamation",
    Notification.Kind.FOLLOW_UP.value: "clock",
    Notification.Kind.RULE.value: "bolt",
}


@agent_view
@require_GET
def notifications(request: AgentRequest) -> HttpResponse:
    """A page of its own, or the fragment under the bell."""
    only_new = request.GET.get("show") == "new"
    rows = notifications_of(request.user.pk, only_new=only_new)
    lines = [
        (row, _ICONS.get(row.kind, "bell"), request.scope.sees_group(row.ticket.group_id)) for row in rows
    ]
    context = {"lines": lines, "only_new": only_new}
    if request.headers.get("HX-Request") == "true":
        return render(request, "agent/bell/pop.html", context)
    desk = desk_of(request.scope)
    context |= side(None, counts_of(request.scope), request.scope, desk)
    return render(request, "agent/bell/page.html", context | frame(request, channels_of(request, desk)))


@agent_view
@require_POST
def open_notification(request: AgentRequest, notification_id: int) -> HttpResponse:
    """Marks it read and goes to its ticket."""
    found = notification_for(request.user.pk, notification_id)
    if found is None:
        raise Http404
    services.read_notifications(request.user, ids=[notification_id])
    return HttpResponseRedirect(reverse("agent_ticket", args=[found[1]]))


@agent_view
@require_POST
def read_all(request: AgentRequest) -> HttpResponse:
    """Everything is read."""
    services.read_notifications(request.user, ids=None)
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return HttpResponseRedirect(reverse("agent_notifications"))
