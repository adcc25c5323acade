"""What is done to one ticket: each verb with the permission it needs."""

from collections.abc import Callable

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.services import customer_for_address
from organization.guard import AgentRequest, agent_view
from tickets import permissions, services
from tickets.errors import TicketError
from tickets.forms.agent import ActionForm, split_addresses
from tickets.models import Ticket
from tickets.selectors import ticket_for
from tickets.selectors.people import customer_for
from tickets.views.agent.bulk import MANY, run_many
from tickets.views.agent.frame import flash, toast_of
from tickets.views.agent.ticket import draw_news

Act = Callable[[AgentRequest, Ticket, ActionForm], object]


def _subject(request: AgentRequest, ticket: Ticket, form: ActionForm) -> object:
    return services.set_subject(ticket, actor=request.user.actor, subject=form.cleaned_data["value"])


def _pin(request: AgentRequest, ticket: Ticket, form: ActionForm) -> object:
    return services.pin(ticket, actor=request.user.actor, pinned=True)


def _unpin(request: AgentRequest, ticket: Ticket, form: ActionForm) -> object:
    return services.pin(ticket, actor=request.user.actor, pinned=False)


def _reopen(request: AgentRequest, ticket: Ticket, form: ActionForm) -> object:
    return services.reopen(ticket, actor=request.user.actor)


def _add_tag(request: AgentRequest, ticket: Ticket, form: ActionForm) -> object:
    return services.add_tag(ticket, actor=request.user.actor, name=form.cleaned_data["value"])


def _remove_tag(request: AgentRequest, ticket: Ticket, form: ActionForm) -> object:
    return services.remove_tag(ticket, actor=request.user.actor, name=form.cleaned_data["value"])


def _add_cc(request: AgentRequest, ticket: Ticket, form: ActionForm) -> None:
    for address in split_addresses(form.cleaned_data["value"]):
        person = customer_for_address(name="", address=address)
        services.add_cc(ticket, actor=request.user.actor, user=person)


def _remove_cc(request: AgentRequest, ticket: Ticket, form: ActionForm) -> None:
    services.remove_cc(ticket, actor=request.user.actor, user=customer_for(form.number))


def _requester(request: AgentRequest, ticket: Ticket, form: ActionForm) -> None:
    services.set_requester(ticket, actor=request.user.actor, user=customer_for(form.number))


def _unread(request: AgentRequest, ticket: Ticket, form: ActionForm) -> None:
    services.mark_unread(ticket, agent=request.user)


_SINGLE: dict[str, tuple[str, Act]] = {
    "subject": (permissions.EDIT, _subject),
    "pin": (permissions.EDIT, _pin),
    "unpin": (permissions.EDIT, _unpin),
    "reopen": (permissions.CLOSE, _reopen),
    "tag": (permissions.EDIT, _add_tag),
    "untag": (permissions.EDIT, _remove_tag),
    "cc": (permissions.EDIT, _add_cc),
    "uncc": (permissions.EDIT, _remove_cc),
    "requester": (permissions.EDIT, _requester),
    "unread": (permissions.REPLY, _unread),
}
_LEAVES = frozenset({"delete", "spam", "unread"})


@agent_view
@require_POST
def act(request: AgentRequest, number: str, verb: str) -> HttpResponse:
    """Does `verb` and shows what changed; what can be taken back gets its Undo."""
    ticket = ticket_for(request.scope, number)
    form = ActionForm(request.POST)
    if verb in MANY:
        toast = run_many(request, verb, [ticket.number], form)
        ticket = ticket_for(request.scope, number) if not toast.gone else ticket
        return _answer(request, ticket, verb, toast.text, toast.undo, gone=toast.gone)
    if verb not in _SINGLE or not request.scope.has(_SINGLE[verb][0]):
        raise Http404
    if not form.is_valid():
        return _answer(request, ticket, "", _("That was not understood. Nothing was changed."), "")
    try:
        _SINGLE[verb][1](request, ticket, form)
    except TicketError as error:
        return _answer(request, ticket, "", str(error.message), "")
    return _answer(request, ticket_for(request.scope, number), verb, "", "")


def _answer(
    request: AgentRequest, ticket: Ticket, verb: str, text: str, undo: str, *, gone: bool = False
) -> HttpResponse:
    back = f"?{request.GET.urlencode()}" if request.GET else ""
    page = reverse("agent_list") if verb in _LEAVES or gone else reverse("agent_ticket", args=[ticket.number])
    is_script = request.headers.get("HX-Request") == "true"
    if is_script and page != reverse("agent_list"):
        # what was done has its Undo here; a sentence alone says why not
        return draw_news(
            request, ticket, toast=toast_of(text, undo) | {"refused": not undo} if text else None
        )
    if text:
        flash(request, text, undo=undo)
    if is_script:
        return HttpResponse(status=204, headers={"HX-Redirect": page + back})
    return HttpResponseRedirect(page + back)
