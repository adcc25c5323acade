"""Opening a ticket on the portal: one page, or several where something is asked before the question."""

import uuid
from typing import Any

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
from customfields.forms import read
from tickets import permissions as names
from tickets import services
from tickets.errors import EmptyMessageError, TicketError, TicketRefusedError
from tickets.forms.portal import SubmitForm
from tickets.models import Ticket
from tickets.selectors.portal import public_departments, ticket_of_key
from tickets.services.portal import begin_as_guest
from tickets.views.portal.draft import Draft, Page
from tickets.views.portal.limits import may_step, may_submit, wait
from tickets.views.portal.pages import draw
from tickets.views.portal.uploads import NO_FILES, Files, collect

_KEY_SALT, _SENT_SALT = "portal.form", "portal.sent"
_KEY_DAYS, _SENT_DAYS = 7, 2
_BACK: dict[str, Page] = {"question": "department", "check": "question"}


def new_key() -> str:
    """The form's one-time key, signed: nobody can send a key that we did not give out."""
    return signing.dumps(uuid.uuid4().hex, salt=_KEY_SALT)


def read_key(text: str) -> str:
    """The key itself, or "" for one that is not ours or too old."""
    try:
        return str(signing.loads(text, salt=_KEY_SALT, max_age=_KEY_DAYS * 86400))
    except signing.BadSignature:
        return ""


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def submit(request: HttpRequest) -> HttpResponse:
    """Its pages and their answers. A double click finds the ticket that the first one made."""
    if names.SUBMIT not in permissions(request):
        if not isinstance(request.user, User):
            return to_the_door(request)
        raise Http404
    draft = Draft(request, public_departments(site.current().id))
    if request.method != "POST" or not draft.departments:
        if draft.asks_outside and not may_step(request):
            return wait(request)
        return draw(request, draft, _first_page(draft), NO_FILES, new_key())
    goes = request.POST.get("go", "send")
    if not (may_submit(request) if goes == "send" else may_step(request)):
        return wait(request, kept=request.POST.get("message", ""))
    if request.POST.get("website"):  # a robot learns nothing
        return _sent(Ticket(number="000-00000000-0000"), "")
    files, key = collect(request), request.POST.get("key", "")
    if goes == "send" and not _is_another(draft):
        return _send(request, draft, files, key)
    return _turn(request, draft, files, key, goes)


def _first_page(draft: Draft) -> Page:
    return "department" if draft.is_split else "all"


def _page_of(draft: Draft) -> Page:
    """The page that was sent."""
    sent = draft.data.get("page", "")
    known: dict[str, Page] = {"department": "department", "question": "question", "check": "check"}
    return known.get(sent, "department") if draft.is_split else "all"


def _is_another(draft: Draft) -> bool:
    """A department was chosen whose fields the page did not show yet: without scripts they come now."""
    shown, department = draft.data.get("shown"), draft.department
    if shown is None or department is None or shown == str(department.pk):
        return False
    if _page_of(draft) == "all":
        return bool(draft.second_items)
    return _page_of(draft) == "department" and bool(draft.first_items)


def _turn(request: HttpRequest, draft: Draft, files: Files, key: str, goes: str) -> HttpResponse:
    """To another page, or the same one drawn anew. What is wrong keeps one where one is."""
    page = _page_of(draft)
    if goes == "back":
        return draw(request, draft, _BACK.get(page, page), files, key)
    if goes == "fields" or _is_another(draft) or page == "all":
        return draw(request, draft, page, files, key)
    if draft.department is None or not draft.first_is_valid:
        return draw(request, draft, "department", files, key, draft.first_form)
    if page == "department":
        return draw(request, draft, "question", files, key)
    form = _checked(draft, files, key, "question")
    if form.errors or not draft.second.allowed:
        return draw(request, draft, "question", files, key, form)
    return draw(request, draft, "check", files, key)


def _checked(draft: Draft, files: Files, key: str, page: Page) -> SubmitForm:
    """The page's form with all that is wrong with it."""
    form = draft.form(page, bound=True)
    form.is_valid()
    for sentence in files.problems:
        form.add_error(None, sentence)
    if not read_key(key) and not form.errors:
        form.add_error(None, _("This page was open for a long time. Nothing is lost: send it once more."))
    if page == "question" and not form.errors and not form.cleaned_data["message"].strip() and not files.ids:
        form.add_error("message", _("There is no text yet. Write something or add a file."))
    return form


def _send(request: HttpRequest, draft: Draft, files: Files, key: str) -> HttpResponse:
    if draft.is_split and (draft.department is None or not draft.first_is_valid):
        return draw(request, draft, "department", files, key, draft.first_form)
    page: Page = "question" if draft.is_split else "all"
    form = _checked(draft, files, key, page)
    if form.errors or not draft.second.allowed:
        return draw(request, draft, page, files, key if read_key(key) else new_key(), form)
    return _open(request, draft, form, files)


def _values(draft: Draft, form: SubmitForm) -> dict[int, Any]:
    """What the department's fields were given, in both steps."""
    first = read(draft.first_form.cleaned_data, draft.first_items) if draft.is_split else {}
    return first | read(form.cleaned_data, draft.second_items)


def _open(request: HttpRequest, draft: Draft, form: SubmitForm, files: Files) -> HttpResponse:
    values, person, department = form.cleaned_data, draft.person, draft.department
    assert department is not None
    key = f"form:{read_key(request.POST['key'])}"
    try:
        content = services.prepare(services.Content(text=values["message"]), may_be_empty=bool(files.ids))
        if is_guest := person is None:
            person = begin_as_guest(key, name=values["name"], address=values["email"])
        opening = services.Opening(
            key=key,
            department=department,
            subject=values["subject"],
            content=content,
            requester=person,
            source=Ticket.Source.PORTAL,
            attachment_ids=files.ids,
            language=translation.get_language() or "",
            fields=_values(draft, form),
            is_vouched=not is_guest,
        )
        open_ticket = services.open_reserved if is_guest else services.open_ticket
        ticket = open_ticket(opening, actor=person.actor)
    except TicketError as error:
        if (made := ticket_of_key(key)) is not None:  # the other of two clicks used up the files
            return _sent(made, person.email if person else values["email"])
        is_empty = isinstance(error, EmptyMessageError)
        form.add_error("message" if is_empty else None, str(error.message))
        page: Page = "question" if draft.is_split else "all"
        # a refused number is used up: whoever sends the form again asks anew
        fresh = isinstance(error, TicketRefusedError)
        return draw(request, draft, page, files, new_key() if fresh else request.POST["key"], form)
    return _sent(ticket, person.email)


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
    context = {"number": number, "address": address, "is_guest": not isinstance(request.user, User)}
    return render(request, "portal/sent.html", context)
