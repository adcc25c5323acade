"""The portal's first page, and the way back to a ticket for those without an account."""

import time

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from common import site, throttle
from common.peer import client_address
from tickets.forms.portal import FollowForm
from tickets.selectors.links import renewable
from tickets.selectors.portal import OPEN_SHOWN, open_tickets_of, participant_by_address, public_departments
from tickets.services.portal import mail_link
from tickets.views.portal.limits import wait
from tickets.views.portal.words import rows_of

HOUR = 3600
MAILS_PER_ADDRESS, ASKED_PER_CLIENT = 4, 20
SAME_SECONDS = 0.25  # every answer takes at least this long, whether the ticket is there or not


def own_tickets(request: HttpRequest) -> dict[str, object]:
    """The list "Your open tickets", for the side of several pages; one statement, none for guests."""
    if not isinstance(request.user, User):
        return {}
    found = open_tickets_of(request.user)
    return {"own": rows_of(found[:OPEN_SHOWN]), "has_more": len(found) > OPEN_SHOWN}


@require_safe
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    """What one can do here."""
    context = {"departments": public_departments(site.current().id), "follow": FollowForm()}
    return render(request, "portal/home.html", context | own_tickets(request))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def follow(request: HttpRequest) -> HttpResponse:
    """Mails the link again. The answer is the same whether there is such a ticket or not."""
    form = FollowForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "portal/follow.html", {"form": form}, status=422 if form.is_bound else 200)
    address = form.cleaned_data["email"]
    if not throttle.hit(f"follow:{client_address(request)}", limit=ASKED_PER_CLIENT, seconds=HOUR):
        return wait(request, HOUR)
    start = time.monotonic()
    if throttle.hit(f"follow-to:{address.lower()}", limit=MAILS_PER_ADDRESS, seconds=HOUR):
        known = participant_by_address(form.cleaned_data["number"], address)
        if known is not None:
            mail_link(known.ticket, known.person)
    time.sleep(max(0.0, SAME_SECONDS - (time.monotonic() - start)))
    return render(request, "portal/link_sent.html", {"address": address})


@require_POST
@never_cache
def renew(request: HttpRequest, token: str) -> HttpResponse:
    """Mails a new link in place of one that is too old, to the same person only."""
    ticket, person = renewable(token)
    if throttle.hit(f"follow-to:{person.email.lower()}", limit=MAILS_PER_ADDRESS, seconds=HOUR):
        mail_link(ticket, person)
    return render(request, "portal/link_sent.html", {"address": ""})
