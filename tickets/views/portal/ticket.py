"""A ticket as its customer sees it: conversation, reply, close, reopen, and what is new."""

import secrets

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from common import options, realtime
from tickets import services
from tickets.errors import ClosingRefusedError, TicketError, TicketLockedError
from tickets.forms.portal import ReplyForm
from tickets.models import Message, Status, Ticket
from tickets.permissions import CUSTOMERS_MAY_CLOSE
from tickets.selectors.portal import conversation, copies_to
from tickets.services.portal import reply_once
from tickets.views.portal.limits import may_reply, wait
from tickets.views.portal.uploads import Files, collect
from tickets.views.portal.visit import Visit
from tickets.views.portal.words import state_of, steps_of

_NO_FILES = Files((), (), ())


def _said(parts: list[Message], visit: Visit) -> list[dict[str, object]]:
    """The messages with what the page says beside each."""
    return [
        {
            "message": part,
            "is_own": part.author_id == visit.person.pk and not part.by_agent,
            "by_mail": part.source == Ticket.Source.MAIL,
        }
        for part in parts
    ]


def _state(visit: Visit, parts: list[Message]) -> dict[str, object]:
    """Everything of the page that changes while it is open."""
    ticket = visit.ticket
    return {
        "ticket": ticket,
        "visit": visit,
        "urls": visit.urls,
        "token": visit.token,
        "state": state_of(ticket),
        "steps": steps_of(ticket, parts),
        "said": _said(parts, visit),
        "is_locked": ticket.status == Status.LOCKED,
        "last_seq": parts[-1].seq if parts else 0,
        "has_answer": any(part.by_agent for part in parts),
    }


def _page(
    request: HttpRequest, visit: Visit, form: ReplyForm, files: Files = _NO_FILES, status: int = 200
) -> HttpResponse:
    context = _state(visit, conversation(visit.ticket)) | {
        "form": form,
        "uploads": files.chips,
        "problems": form.non_field_errors() if form.is_bound else (),
        "key": secrets.token_urlsafe(12),
        "copies": copies_to(visit.ticket),
        "may_close": visit.ticket.is_open and options.get(CUSTOMERS_MAY_CLOSE),
        "stream_url": visit.url("stream"),
        "has_replied": request.GET.get("replied") == "1",
    }
    return render(request, "portal/ticket.html", context, status=status)


@require_safe
def ticket(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The page."""
    return _page(request, visit, ReplyForm())


@require_safe
def news(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The parts that change, for a page that was told to look: status, steps and conversation."""
    return render(request, "portal/news.html", _state(visit, conversation(visit.ticket)))


@require_POST
def reply(request: HttpRequest, visit: Visit) -> HttpResponse:
    """More text from the customer, which reopens a solved ticket. An error keeps text and files."""
    text = request.POST.get("text", "")
    if not may_reply(request):
        return wait(request, kept=text)
    form, files = ReplyForm(request.POST), collect(request)
    if not form.is_valid() or files.problems:
        for sentence in files.problems:
            form.add_error(None, sentence)
        return _page(request, visit, form, files, 422)
    try:
        reply_once(
            visit.ticket,
            key=request.POST.get("key", "")[:40],
            actor=visit.person.actor,
            author=visit.person,
            content=services.Content(text=text),
            source=Ticket.Source.PORTAL,
            attachment_ids=files.ids,
        )
    except TicketLockedError:
        visit.ticket.refresh_from_db(fields=["status"])
        return _page(request, visit, form, files, 409)
    except TicketError as error:
        form.add_error("text", str(error.message))
        return _page(request, visit, form, files, 422)
    return HttpResponseRedirect(f"{visit.url('ticket')}?replied=1#end")


@require_POST
def close(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Solved, says the customer, if the desk allows it."""
    if not options.get(CUSTOMERS_MAY_CLOSE):
        raise Http404
    if visit.ticket.is_open:
        try:
            services.close(visit.ticket, actor=visit.person.actor)
            messages.success(request, _("Closed. If something is still open, write here: that reopens it."))
        except ClosingRefusedError:  # agents read why; it is theirs to settle
            messages.error(
                request,
                _("Not closed yet: we have to note something first. Write here that it is solved."),
            )
        except TicketError as error:
            messages.error(request, str(error.message))
    return HttpResponseRedirect(visit.url("ticket"))


@require_POST
def reopen(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Not solved after all."""
    if visit.ticket.status == Status.LOCKED:
        messages.error(request, _("This ticket is closed for good. Please open a new one."))
    elif visit.ticket.status == Status.CLOSED:
        services.reopen(visit.ticket, actor=visit.person.actor)
        messages.success(request, _("It is open again. We look at it."))
    return HttpResponseRedirect(visit.url("ticket"))


@require_POST
def stream(request: HttpRequest, visit: Visit) -> HttpResponse:
    """A ticket for the live stream: of what customers may hear about this one, nothing else."""
    user_id = 0 if visit.token else visit.person.pk
    return JsonResponse({"ticket": realtime.issue(user_id, [f"public:{visit.ticket.pk}"])})
