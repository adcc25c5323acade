"""What the user information provider says of a ticket's customer."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.core.cache import cache
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from common.html import for_page
from providers import services as providers
from providers.models import Kind
from providers.selectors import is_asked, login_name, provider
from tickets.models import Ticket

_SECONDS = 30  # going back and forth between tickets asks once


@dataclass(frozen=True, slots=True)
class Details:
    """Sanitized HTML, where it is from and when. Empty: there is nothing to show."""

    html: SafeString
    host: str
    at: datetime


def details_of(ticket: Ticket, *, viewer_id: int) -> Details:
    """Asks with what the ticket is assigned to now; call it outside a transaction.

    A failure is an empty answer, remembered as one: a page that is loaded again does not wait again.
    """
    if not is_asked(Kind.USERINFO):
        return Details(mark_safe(""), "", timezone.now())
    key = f"tickets.outside:{ticket.pk}:{ticket.group_id}:{ticket.requester_id}:{viewer_id}"
    found: Details | None = cache.get(key)
    if found is None:
        found = _ask(ticket)
        cache.set(key, found, _SECONDS)
    return found


def _ask(ticket: Ticket) -> Details:
    html = providers.user_details(
        username=login_name(ticket.requester),
        email=ticket.requester.email,
        brand_name=ticket.brand.name,
        department_name=ticket.department.name,
        group_name=ticket.group.name,
        ticket_number=ticket.number,
    )
    host = urlsplit(provider(Kind.USERINFO).url).hostname or ""
    return Details(mark_safe(for_page(html)), host, timezone.now())  # noqa: S308 - sanitized
