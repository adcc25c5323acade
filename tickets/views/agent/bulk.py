"""Changes to many tickets, and their Undo. One ticket is a small many: it gets the same Undo."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.models import User
from organization.guard import AgentRequest, agent_view
from tickets import permissions, services
from tickets.forms.agent import ActionForm
from tickets.models import Priority, Status
from tickets.selectors.people import agent_for, group_for
from tickets.views.agent.frame import flash

MANY = {
    "assign": permissions.ASSIGN,
    "transfer": permissions.TRANSFER,
    "status": permissions.EDIT,
    "priority": permissions.EDIT,
    "close": permissions.CLOSE,
    "spam": permissions.SPAM,
    "delete": permissions.DELETE,
    "restore": permissions.SPAM,
}


@dataclass(frozen=True, slots=True)
class Toast:
    """What was done; `gone`: the agent does not see the (one) ticket any more."""

    text: str
    undo: str
    failed: list[tuple[str, str]]
    gone: bool = False


def run_many(request: AgentRequest, verb: str, numbers: list[str], form: ActionForm) -> Toast:
    """Does `verb` to these tickets. Raises Http404 for what the agent may not do."""
    if verb not in MANY or not request.scope.has(MANY[verb]):
        raise Http404
    if not form.is_valid():
        return Toast(_("That was not understood. Nothing was changed."), "", [])
    arguments, word = _arguments(request, verb, form)
    if word is None:
        return Toast(_("That was not understood. Nothing was changed."), "", [])
    result = services.bulk(verb, numbers, scope=request.scope, actor=request.user.actor, **arguments)
    gone = any(not request.scope.sees_group(ticket.group_id) for ticket in result.done)
    if not result.done and len(result.failed) == 1:
        return Toast(result.failed[0][1] or _("You may not change this ticket."), "", [])
    return Toast(_said(verb, len(result.done), word), result.undo, result.failed, gone)


def _arguments(request: AgentRequest, verb: str, form: ActionForm) -> tuple[dict[str, Any], str | None]:
    """The service's arguments and the word for the sentence; None when the value makes no sense."""
    if verb == "assign":
        agent = agent_for(form.number) if form.number not in (0, User.QUEUE_ID) else None
        return {"agent": agent}, agent.name if agent else _("the queue")
    if verb == "transfer":
        group = group_for(form.number)
        chosen = form.cleaned_data["agent"] or 0
        agent = agent_for(chosen) if chosen > User.QUEUE_ID else None
        more = {"comment": form.cleaned_data["comment"], "author": request.user}
        return {"group": group, "agent": agent, **more}, group.name
    if verb == "status":
        closes = form.number in (Status.CLOSED, Status.LOCKED)
        fits = form.number in Status.values and (not closes or request.scope.has(permissions.CLOSE))
        return {"status": form.number}, str(Status(form.number).label) if fits else None
    if verb == "priority":
        fits = form.number in Priority.values
        return {"priority": form.number}, str(Priority(form.number).label) if fits else None
    return {}, ""


def _said(verb: str, count: int, word: str) -> str:
    """What was done, to how many."""
    values = {"count": count, "word": word}
    if verb == "assign":
        return ngettext("Assigned to %(word)s", "%(count)s tickets assigned to %(word)s", count) % values
    if verb == "transfer":
        return (
            ngettext("Transferred to %(word)s", "%(count)s tickets transferred to %(word)s", count) % values
        )
    if verb == "status":
        return ngettext("Status set to %(word)s", "%(count)s tickets set to %(word)s", count) % values
    if verb == "priority":
        return (
            ngettext("Priority set to %(word)s", "%(count)s tickets set to priority %(word)s", count) % values
        )
    if verb == "close":
        return ngettext("Closed", "%(count)s tickets closed", count) % values
    if verb == "spam":
        return ngettext("Marked as spam", "%(count)s tickets marked as spam", count) % values
    if verb == "delete":
        return ngettext("Deleted", "%(count)s tickets deleted", count) % values
    return ngettext("Restored", "%(count)s tickets restored", count) % values


@agent_view
@require_POST
def bulk(request: AgentRequest) -> HttpResponse:
    """A change to the selected tickets. Those that refused are named with the reason."""
    numbers = request.POST.getlist("number")
    back = reverse("agent_list") + _own_query(request.POST.get("back", ""))
    if numbers:
        toast = run_many(request, request.POST.get("verb", ""), numbers, ActionForm(request.POST))
        flash(request, toast.text, undo=toast.undo, back=back)
        for number, reason in toast.failed:
            said = reason or _("You may not change it.")
            messages.error(
                request, _("%(number)s was not changed: %(reason)s") % {"number": number, "reason": said}
            )
    return HttpResponseRedirect(back)


def _own_query(text: str) -> str:
    """Only the query of an address, never another place."""
    return text if text.startswith("?") else ""


@agent_view
@require_POST
def undo(request: AgentRequest) -> HttpResponse:
    """Puts tickets back to where they were before a change."""
    count = services.undo_bulk(request.GET.get("token", ""), scope=request.scope, actor=request.user.actor)
    said = ngettext("%(count)s ticket is as it was", "%(count)s tickets are as they were", count) % {
        "count": count
    }
    flash(request, said if count else _("It was too late to take that back."))
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    back = request.GET.get("back", "")
    return HttpResponseRedirect(back if back.startswith(reverse("agent_list")) else reverse("agent_list"))
