"""Live: tickets for the stream, who is looking, what is read, how the list is shown."""

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from accounts.services import set_preferences
from common import realtime
from organization.guard import AgentRequest, agent_view
from tickets import services
from tickets.selectors.desk import desk_of
from tickets.selectors.panel import mark_of, visible_ids
from tickets.selectors.presence import standing_of

_MOST = 200


@agent_view
@require_POST
def stream(request: AgentRequest) -> JsonResponse:
    """A signed ticket for those of the asked channels that this agent may hear."""
    asked = request.POST.getlist("channel")[:_MOST]
    user = f"user:{request.user.pk}"
    wanted = {kind: [] for kind in ("group", "ticket")}  # type: dict[str, list[int]]
    for channel in asked:
        kind, _, text = channel.partition(":")
        if kind in wanted and text.isascii() and text.isdigit() and len(text) < 16:
            wanted[kind].append(int(text))
    groups = [f"group:{pk}" for pk in wanted["group"] if request.scope.sees_group(pk)]
    if not asked:
        groups = [f"group:{line.id}" for line in desk_of(request.scope).groups]
    tickets = [f"ticket:{pk}" for pk in visible_ids(wanted["ticket"], request.scope)]
    return JsonResponse({"ticket": realtime.issue(request.user.pk, [user, *groups, *tickets])})


@agent_view
@require_POST
def look(request: AgentRequest, number: str) -> HttpResponse:
    """The page is still open, and read up to `seq`; said twice a minute while it is looked at."""
    ticket = mark_of(request.scope, number)
    if request.POST.get("gone"):
        services.leave(ticket.pk, agent=request.user)
        return HttpResponse(status=204)
    given = request.POST.get("seq", "")
    seq = min(int(given), ticket.last_seq) if given.isascii() and given.isdigit() and len(given) < 16 else 0
    services.visit(
        ticket.pk,
        agent=request.user,
        standing=standing_of(ticket.pk, request.user.pk),
        seq=seq,
        is_writing=request.POST.get("writing") == "1",
    )
    return HttpResponse(status=204)


@agent_view
@require_POST
def density(request: AgentRequest) -> HttpResponse:
    """Rows of two lines or of one, kept with the person."""
    wanted = request.POST.get("density", "")
    if wanted not in ("comfortable", "compact"):
        return HttpResponse(status=400)
    set_preferences(user=request.user, density=wanted)
    return HttpResponse(status=204)
