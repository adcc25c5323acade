"""Bodies of messages in sandboxed frames, and attachments: for agents, customers, guests with a link."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.views.guard import to_the_door
from common import files
from organization.selectors import Scope, scope_of
from tickets.models import Attachment, Message, Ticket
from tickets.selectors import (
    LinkExpiredError,
    attachment_for,
    message_for,
    public_attachment,
    ticket_for_link,
)
from tickets.selectors.portal import attachment_of_customer, message_of_customer, public_message
from tickets.templatetags.bodies import with_pictures

# No script at all, ours neither; styles as they were written; pictures of others only when asked for.
FRAME_POLICY = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:{remote}; form-action 'none'; "
    "base-uri 'none'; frame-ancestors 'self'; "
    "sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox"
)
FILE_POLICY = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"


def _scope(user: User) -> Scope | None:
    return scope_of(user) if user.is_agent else None


def _linked(token: str) -> Ticket:
    """The ticket of a guest's link. Raises Http404."""
    try:
        return ticket_for_link(token)[0]
    except LinkExpiredError as error:
        raise Http404 from error


def _message(user: User, message_id: int) -> Message:
    """By the agent's scope; an agent may also be somebody's customer. Raises Http404."""
    if scope := _scope(user):
        try:
            return message_for(scope, message_id)
        except Http404:
            pass
    return message_of_customer(user, message_id)


def _attachment(user: User, attachment_id: int) -> Attachment:
    if scope := _scope(user):
        try:
            return attachment_for(scope, attachment_id)
        except Http404:
            pass
    return attachment_of_customer(user, attachment_id)


def _frame(request: HttpRequest, message: Message, token: str) -> HttpResponse:
    markup = message.quoted_html if request.GET.get("part") == "quoted" else message.html
    body = with_pictures(markup, list(message.attachments.all()), token)
    response = render(request, "tickets/frame.html", {"body": body})
    remote = " https: http:" if request.GET.get("images") == "1" else ""
    response["Content-Security-Policy"] = FRAME_POLICY.format(remote=remote)
    response["Cache-Control"] = "private, max-age=300"
    return response


@require_safe
@xframe_options_sameorigin
def message_frame(request: HttpRequest, message_id: int) -> HttpResponse:
    """The body of a message as a page of its own, for agents and signed-in customers."""
    if not isinstance(request.user, User):
        raise Http404
    return _frame(request, _message(request.user, message_id), "")


@require_safe
@xframe_options_sameorigin
def guest_message_frame(request: HttpRequest, token: str, message_id: int) -> HttpResponse:
    """The same by a guest's link."""
    return _frame(request, public_message(_linked(token), message_id), token)


def _send(request: HttpRequest, attachment: Attachment) -> HttpResponse:
    """Only harmless types open in the browser; HTML and SVG are always a download."""
    inline = attachment.content_type in files.INLINE_TYPES and "download" not in request.GET
    response = HttpResponse(files.read(attachment.blob))
    kind = attachment.content_type if inline else "application/octet-stream"
    response["Content-Type"] = "text/plain; charset=utf-8" if kind == "text/plain" else kind
    response["Content-Disposition"] = content_disposition_header(not inline, attachment.name) or "attachment"
    response["Content-Security-Policy"] = FILE_POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=3600"
    return response


@require_safe
@xframe_options_sameorigin
def attachment(request: HttpRequest, attachment_id: int, name: str) -> HttpResponse:
    """A file of a message; the name in the address is only for the reader."""
    if not isinstance(request.user, User):
        return to_the_door(request)
    return _send(request, _attachment(request.user, attachment_id))


@require_safe
@xframe_options_sameorigin
def guest_attachment(request: HttpRequest, token: str, attachment_id: int, name: str) -> HttpResponse:
    """The same by a guest's link."""
    found = public_attachment(_linked(token), attachment_id)
    return _send(request, found)
