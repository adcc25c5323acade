"""Who comes to a ticket's page by which way: signed in, or with the link of a mail."""

import functools
from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from accounts.models import User
from accounts.views.guard import PersonRequest, signed_in_required
from tickets.models import Ticket
from tickets.selectors import LinkExpiredError, ticket_for_customer, ticket_for_link


@dataclass(frozen=True, slots=True)
class Visit:
    """A ticket and the person who reads it; `token` is empty for those who are signed in."""

    ticket: Ticket
    person: User
    token: str = ""

    def url(self, name: str) -> str:
        """A page of this ticket, in this visitor's own way: "ticket", "reply", "close", …"""
        if self.token:
            return reverse(f"guest_{name}", args=[self.token])
        return reverse(f"portal_{name}", args=[self.ticket.number])

    @property
    def urls(self) -> dict[str, str]:
        """For templates."""
        return {name: self.url(name) for name in ("ticket", "reply", "close", "reopen", "news", "stream")}

    @property
    def keep(self) -> str:
        """Under which name the browser keeps unsent text."""
        return f"reply-{self.ticket.pk}-{self.person.pk}"


VisitView = Callable[[HttpRequest, Visit], HttpResponseBase]


def signed_in(view: VisitView) -> Callable[..., HttpResponseBase]:
    """The route of a person with an account; others' tickets are not there."""

    @functools.wraps(view)
    @never_cache
    @signed_in_required
    def visited(request: PersonRequest, number: str) -> HttpResponseBase:
        visit = Visit(ticket_for_customer(request.user, number), request.user)
        return view(request, visit)

    return visited


def by_link(view: VisitView) -> Callable[..., HttpResponseBase]:
    """The route of a guest. A link that is too old leads to a page that mails a new one."""

    @functools.wraps(view)
    @never_cache
    def visited(request: HttpRequest, token: str) -> HttpResponseBase:
        try:
            ticket, person = ticket_for_link(token)
        except LinkExpiredError:
            return expired(request, token)
        return view(request, Visit(ticket, person, token))

    return visited


def expired(request: HttpRequest, token: str) -> HttpResponse:
    """What was written before the link ran out is shown again, so that nothing is lost."""
    kept = request.POST.get("text", "")
    return render(request, "portal/expired.html", {"token": token, "kept": kept}, status=410)
