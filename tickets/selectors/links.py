"""Links for people: the number identifies and never authorizes; a guest reads by a signed, expiring link."""

from django.core import signing
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from accounts.models import User
from common.site import Site
from tickets.models import Participant, Ticket

_SALT = "tickets.guest"
DAYS = 30


class LinkExpiredError(Exception):
    """The link was ours but is too old; its ticket is named so that a new one can be mailed."""

    def __init__(self, ticket_id: int, user_id: int) -> None:
        super().__init__(_("This link has expired."))
        self.ticket_id = ticket_id
        self.user_id = user_id


def guest_token(ticket: Ticket, person: User) -> str:
    """Signed, for this person and ticket only."""
    return signing.dumps([ticket.pk, person.pk], salt=_SALT)


def guest_link(ticket: Ticket, person: User, site: Site) -> str:
    """The absolute address that a mail to somebody without an account carries."""
    return f"{site.address}/t/{guest_token(ticket, person)}/"


def portal_link(ticket: Ticket, site: Site) -> str:
    """The absolute address of the ticket on the portal; it asks for sign-in."""
    return f"{site.address}/tickets/{ticket.number}"


def agent_link(ticket: Ticket, site: Site) -> str:
    """The absolute address of the ticket in the workspace."""
    return f"{site.address}/agent/tickets/{ticket.number}"


def ticket_for_link(token: str) -> tuple[Ticket, User]:
    """Whom and what a guest's link is for. Raises Http404, and LinkExpiredError when it is too old.

    It holds only as long as the person is the requester or a participant.
    """
    try:
        ticket_id, user_id = signing.loads(token, salt=_SALT, max_age=DAYS * 86400)
    except signing.SignatureExpired as error:
        ticket_id, user_id = signing.loads(token, salt=_SALT)
        raise LinkExpiredError(ticket_id, user_id) from error
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise Http404 from error
    return _taking_part(ticket_id, user_id)


def _taking_part(ticket_id: int, user_id: int) -> tuple[Ticket, User]:
    ticket = _visible().filter(pk=ticket_id).first()
    person = User.objects.filter(pk=user_id, is_active=True).first()
    if ticket is None or person is None or not takes_part(ticket, person):
        raise Http404
    return ticket, person


def renewable(token: str) -> tuple[Ticket, User]:
    """Whom a new link may be mailed to: an expired link still names its ticket and person. Raises Http404."""
    try:
        return ticket_for_link(token)
    except LinkExpiredError as error:
        return _taking_part(error.ticket_id, error.user_id)


def takes_part(ticket: Ticket, person: User) -> bool:
    """Is the person the requester, or on cc?"""
    return ticket.requester_id == person.pk or Participant.objects.filter(ticket=ticket, user=person).exists()


def _visible() -> QuerySet[Ticket]:
    shelves = (Ticket.Shelf.OPEN, Ticket.Shelf.CLOSED)
    return Ticket.objects.select_related("brand", "department", "group", "agent", "requester").filter(
        shelf__in=shelves
    )
