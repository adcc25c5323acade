"""Opening a ticket on the portal."""

import uuid

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from accounts.views.guard import permissions, to_the_door
from common import site
from organization.models import Department
from tickets import permissions as names
from tickets import services
from tickets.errors import EmptyMessageError, TicketError
from tickets.forms.portal import SubmitForm
from tickets.models import Ticket
from tickets.selectors.portal import public_departments, ticket_of_key
from tickets.services.portal import begin_as_guest
from tickets.views.portal.home import own_tickets
from tickets.views.portal.limits import may_submit, wait
from tickets.views.portal.uploads import Files, collect

_KEY_SALT, _SENT_SALT = "portal.form", "portal.sent"
_KEY_DAYS, _SENT_DAYS = 7, 2
_NO_FILES = Files((), (), ())


def new_key() -> str:
    """The form's one-time key, signed: nobody can send a key that we did not give out."""
    return signing.dumps(uuid.uuid4().hex, salt=_KEY_SALT)


def read_key(text: str) -> str:
    """The key itself, or "" for one that is not ours or too old."""
    try:
        return str(signing.loads(text, salt=_KEY_SALT, max_age=_KEY_DAYS * 86400))
    except signing.BadSignature:
        return ""


def _person(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


def _form(request: HttpRequest, departments: list[Department]) -> SubmitForm:
    is_guest = _person(request) is None
    if request.method == "POST":
        return SubmitForm(request.POST, departments=departments, is_guest=is_guest)
    given = {"department": request.GET.get("department"), "subject": request.GET.get("subject", "")[:255]}
    if len(departments) == 1:
        given["department"] = str(departments[0].pk)
    return SubmitForm(initial=given, departments=departments, is_guest=is_guest)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def submit(request: HttpRequest) -> HttpResponse:
    """The form and its answer. A double click finds the ticket that the first one made."""
    if names.SUBMIT not in permissions(request):
        if _person(request) is None:
            return to_the_door(request)
        raise Http404
    departments = public_departments(site.current().id)
    form = _form(request, departments)
    if request.method != "POST" or not departments:
        return _page(request, form, _NO_FILES, new_key())
    if not may_submit(request):
        return wait(request, kept=request.POST.get("message", ""))
    if form.is_robot:  # a robot learns nothing
        return _sent(Ticket(number="000-00000000-0000"), "")
    files, key = collect(request), read_key(request.POST.get("key", ""))
    if not form.is_valid() or files.problems or not key:
        return _refused(request, form, files, key)
    return _open(request, form, files, key)


def _refused(request: HttpRequest, form: SubmitForm, files: Files, key: str) -> HttpResponse:
    for sentence in files.problems:
        form.add_error(None, sentence)
    if not key and not form.errors:
        form.add_error(None, _("This page was open for a long time. Nothing is lost: send it once more."))
    kept = request.POST.get("key", "") if key else new_key()
    return _page(request, form, files, kept)


def _open(request: HttpRequest, form: SubmitForm, files: Files, key: str) -> HttpResponse:
    values, person = form.cleaned_data, _person(request)
    try:
        content = services.prepare(services.Content(text=values["message"]), may_be_empty=bool(files.ids))
        if is_guest := person is None:
            person = begin_as_guest(f"form:{key}", name=values["name"], address=values["email"])
        opening = services.Opening(
            key=f"form:{key}",
            department=form.chosen,
            subject=values["subject"],
            content=content,
            requester=person,
            source=Ticket.Source.PORTAL,
            attachment_ids=files.ids,
            language=translation.get_language() or "",
        )
        open_ticket = services.complete if is_guest else services.open_ticket
        ticket = open_ticket(opening, actor=person.actor)
    except TicketError as error:
        if (made := ticket_of_key(f"form:{key}")) is not None:  # the other of two clicks used up the files
            return _sent(made, person.email if person else values["email"])
        is_empty = isinstance(error, EmptyMessageError)
        form.add_error("message" if is_empty else None, str(error.message))
        return _page(request, form, files, request.POST["key"])
    return _sent(ticket, person.email)


def _page(request: HttpRequest, form: SubmitForm, files: Files, key: str) -> HttpResponse:
    context = {
        "form": form,
        "key": key,
        "uploads": files.chips,
        "problems": form.non_field_errors() if form.is_bound else (),
        **own_tickets(request),
    }
    return render(request, "portal/submit.html", context, status=422 if form.is_bound else 200)


def _sent(ticket: Ticket, address: str) -> HttpResponse:
    token = signing.dumps([ticket.number, address], salt=_SENT_SALT)
    return HttpResponseRedirect(reverse("submitted", args=[token]))


@require_safe
@never_cache
def submitted(request: HttpRequest, token: str) -> HttpResponse:
    """The number and what happens next. The address of this page gives no sight of the ticket itself."""
    try:
        number, address = signing.loads(token, salt=_SENT_SALT, max_age=_SENT_DAYS * 86400)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise Http404 from error
    context = {"number": number, "address": address, "is_guest": _person(request) is None}
    return render(request, "portal/sent.html", context)
