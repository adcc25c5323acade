"""Writing into a ticket: send, keep as draft, take back, try again."""

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import User
from accounts.services import customer_for_address
from mail.parsing import Address
from organization.guard import AgentRequest, agent_view
from tickets import services
from tickets.errors import TicketError
from tickets.forms.agent import WriteForm
from tickets.models import Draft, Message, Ticket
from tickets.permissions import COMMENT, REPLY
from tickets.selectors import message_for, ticket_for
from tickets.selectors.files import files_of, unsent_files
from tickets.selectors.people import cc_of
from tickets.views.agent.files import take_files
from tickets.views.agent.frame import flash, forget_sending, remember_sending
from tickets.views.agent.ticket import UNDONE, draw_page
from tickets.views.agent.writer import Written


def content_of(form: WriteForm) -> services.Content:
    """The text as HTML or as plain text, as the form says it came."""
    body = form.cleaned_data["body"]
    return (
        services.Content(html=body)
        if form.cleaned_data["body_format"] == "html"
        else services.Content(text=body)
    )


@agent_view
@require_POST
def write(request: AgentRequest, number: str) -> HttpResponse:
    """A reply, a comment or a forward. What is refused stands in the writer again, with the reason."""
    ticket = ticket_for(request.scope, number)
    form = WriteForm(request.POST)
    if not form.is_valid():
        return draw_page(request, ticket, written=_refused(request, form.first_error))
    needed = COMMENT if form.cleaned_data["mode"] == Draft.Mode.COMMENT else REPLY
    if not request.scope.has(needed):
        return draw_page(request, ticket, written=_refused(request, _("You may not write here.")))
    try:
        message = _send(request, ticket, form)
    except TicketError as error:
        return draw_page(request, ticket, written=_refused(request, str(error.message)))
    remember_sending(request, message, ticket.requester.name)
    _forget_undone(request, ticket)
    return HttpResponseRedirect(
        f"{reverse('agent_ticket', args=[ticket.number])}{_query(request)}#m{message.pk}"
    )


def _send(request: AgentRequest, ticket: Ticket, form: WriteForm) -> Message:
    data, author = form.cleaned_data, request.user
    content, files = content_of(form), take_files(request)
    if data["mode"] == Draft.Mode.COMMENT:
        kind = data["kind"] or Message.Kind.GENERAL
        return services.comment(
            ticket, actor=author.actor, author=author, content=content, kind=kind, attachment_ids=files
        )
    if data["mode"] == Draft.Mode.FORWARD:
        people = [Address(name="", email=address) for address in data["to"]]
        return services.forward(
            ticket, actor=author.actor, author=author, to=people, content=content, attachment_ids=files
        )
    return services.reply(
        ticket,
        actor=author.actor,
        author=author,
        content=content,
        attachment_ids=files,
        cc=_copies(request, ticket, data["cc"]),
        status=data["status"],
    )


def _copies(request: AgentRequest, ticket: Ticket, addresses: list[str]) -> list[User]:
    """Who gets a copy; somebody new takes part from now on, so that their answer belongs here."""
    people = [customer_for_address(name="", address=address) for address in addresses]
    known = {person.pk for person in cc_of(ticket)}
    for person in people:
        if person.pk not in known:
            services.add_cc(ticket, actor=request.user.actor, user=person)
    return people


def _refused(request: AgentRequest, error: str) -> Written:
    post = request.POST
    files = unsent_files(services.open_tokens(post.getlist("upload")), request.user.pk)
    uploads = [(services.token(file), file) for file in files]
    return Written(
        post.get("mode", ""), post.get("body", ""), post.get("to", ""), post.get("cc", ""), error, uploads
    )


def _query(request: AgentRequest) -> str:
    return f"?{request.GET.urlencode()}" if request.GET else ""


def _forget_undone(request: AgentRequest, ticket: Ticket) -> None:
    kept = request.session.get(UNDONE, {})
    if kept.pop(ticket.number, None):
        request.session[UNDONE] = kept


@agent_view
@require_POST
def save_draft(request: AgentRequest, number: str) -> JsonResponse:
    """Keeps what is being written; an empty text forgets the draft."""
    ticket = ticket_for(request.scope, number)
    mode = request.POST.get("mode", "")
    if mode not in Draft.Mode.values:
        return JsonResponse({"error": "mode"}, status=400)
    html = request.POST.get("body", "")
    for other in Draft.Mode.values:
        if other != mode or not html.strip():
            services.discard_draft(ticket, agent=request.user, mode=other)
    if html.strip():
        people = [
            [["", part.strip()] for part in request.POST.get(name, "").split(",") if part.strip()]
            for name in ("to", "cc")
        ]
        services.save_draft(ticket, agent=request.user, mode=mode, html=html, to=people[0], cc=people[1])
    return JsonResponse({"saved": time_format(timezone.localtime(), "H:i")})


@agent_view
@require_POST
def undo_send(request: AgentRequest, message_id: int) -> HttpResponse:
    """Takes a message back before it leaves; its text and files are in the writer again."""
    message = message_for(request.scope, message_id)
    files = [file.pk for file in files_of(message)]
    forget_sending(request, message.pk)
    try:
        services.undo_send(message, actor=request.user.actor)
    except TicketError as error:
        flash(request, str(error.message))
    else:
        flash(request, _("Taken back. Your text is in the writer again."))
        if files:
            request.session[UNDONE] = request.session.get(UNDONE, {}) | {message.ticket.number: files}
    return _to(request, reverse("agent_ticket", args=[message.ticket.number]) + "?mode=" + _mode(message))


def _mode(message: Message) -> str:
    return Draft.Mode.FORWARD if message.why.get("code") == "forwarded" else Draft.Mode.REPLY


@agent_view
@require_POST
def send_now(request: AgentRequest, message_id: int) -> HttpResponse:
    """Does not wait any longer."""
    message = message_for(request.scope, message_id)
    services.send_now(message, actor=request.user.actor)
    forget_sending(request, message.pk)
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=204)
    return _to(request, reverse("agent_ticket", args=[message.ticket.number]))


@agent_view
@require_POST
def retry_send(request: AgentRequest, message_id: int) -> HttpResponse:
    """Tries a failed message once more."""
    message = message_for(request.scope, message_id)
    try:
        services.retry_send(message, actor=request.user.actor)
    except TicketError as error:
        flash(request, str(error.message))
    else:
        flash(request, _("It is tried once more."))
    return _to(request, reverse("agent_ticket", args=[message.ticket.number]))


def _to(request: AgentRequest, address: str) -> HttpResponse:
    """Goes there, from a form or from a script."""
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)
