"""What an agent receives: the account menu of the workspace, and a page with the same switches."""

from dataclasses import dataclass

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from organization.guard import AgentRequest, agent_view
from organization.models import Membership
from organization.selectors import memberships_of
from organization.services import set_receiving, set_receiving_in
from organization.services.receiving import WHATS
from tickets.selectors.counts import counts_of
from tickets.selectors.desk import desk_of
from tickets.views.agent.frame import channels_of, frame
from tickets.views.agent.side import side


@dataclass(frozen=True, slots=True)
class Switch:
    """`value` is what turning it sends: tickets, the group or 0, and 1 or 0."""

    label: str
    icon: str
    value: str
    on: bool


def _switches(group_id: int, states: tuple[bool, bool], labels: tuple[str, str]) -> list[Switch]:
    icons = ("inbox", "messages")
    return [
        Switch(label, icon, f"{what}:{group_id}:{int(not on)}", on)
        for what, label, icon, on in zip(WHATS, labels, icons, states, strict=True)
    ]


@agent_view
@require_http_methods(["GET", "POST"])
def receiving(request: AgentRequest) -> HttpResponse:
    """The switches; a turned one answers with all of them as they are now."""
    is_fragment = request.headers.get("HX-Request") == "true"
    if request.method == "POST":
        _turn(request, request.POST.get("set", ""))
        if not is_fragment:
            return HttpResponseRedirect(reverse("agent_receiving"))
    person = request.user
    both = (_("Receive tickets"), _("Receive chats"))
    context = {
        "person": person,
        "switches": _switches(0, (person.receives_tickets, person.receives_chats), both),
        "groups": [
            (
                f"{one.group.department.name}: {one.group.name}",
                _switches(
                    one.group_id, (one.receives_tickets, one.receives_chats), (_("Tickets"), _("Chats"))
                ),
            )
            for one in memberships_of(person.pk)
        ],
        "is_open": request.POST.get("set", "").count(":0:") == 0 and request.method == "POST",
        "is_menu": is_fragment and request.headers.get("HX-Target") == "account",
    }
    if is_fragment:
        return render(request, "agent/account/menu.html", context)
    desk = desk_of(request.scope)
    context |= side(None, counts_of(request.scope), request.scope, desk)
    return render(request, "agent/account/page.html", context | frame(request, channels_of(request, desk)))


def _turn(request: AgentRequest, text: str) -> None:
    """`tickets:0:1` is everywhere on. Raises Http404 for what is no switch of this agent."""
    name, group, on = [*text.split(":"), "", ""][:3]
    what = next((one for one in WHATS if one == name), None)
    if what is None or on not in ("0", "1"):
        raise Http404
    actor = request.user.actor
    if group == "0":
        set_receiving(agent=request.user, what=what, on=on == "1", actor=actor)
    else:
        set_receiving_in(membership=_own(request, group), what=what, on=on == "1", actor=actor)


def _own(request: AgentRequest, group: str) -> Membership:
    for one in memberships_of(request.user.pk):
        if str(one.group_id) == group:
            return one
    raise Http404
