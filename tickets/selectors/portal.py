"""What customers read: their own tickets and the ones they are on copy of, public messages only."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from accounts.models import User
from common.paging import Page, page
from organization.models import Department
from tickets.models import Attachment, Message, Participant, Reservation, Ticket
from tickets.selectors.core import tickets_of_customer

PAGE_SIZE = 25
OPEN_SHOWN = 4


def public_departments(brand_id: int) -> list[Department]:
    """What the portal of a brand offers: active, public, and with somebody to read it."""
    rows = Department.objects.filter(
        brand=brand_id, is_public=True, is_active=True, front_line__is_active=True
    )
    return list(rows.order_by("sort", "id"))


def ticket_of_key(key: str) -> Ticket | None:
    """The ticket that a door's key has made already."""
    found = Reservation.objects.select_related("ticket").filter(key=key, ticket__isnull=False).first()
    return found.ticket if found else None


def open_tickets_of(user: User) -> list[Ticket]:
    """The latest open tickets of a customer, one more than is shown."""
    rows = tickets_of_customer(user).filter(shelf=Ticket.Shelf.OPEN)
    return list(rows.order_by("-updated_at", "-id")[: OPEN_SHOWN + 1])


def tickets_page(user: User, *, closed: bool, cursor: str = "") -> Page[Ticket]:
    """One page of a customer's tickets, the latest activity first. Raises BadCursorError."""
    shelf = Ticket.Shelf.CLOSED if closed else Ticket.Shelf.OPEN
    rows = tickets_of_customer(user).filter(shelf=shelf).select_related("department")
    return page(rows, "updated_at", size=PAGE_SIZE, cursor=cursor)


def _public(rows: "QuerySet[Message]") -> "QuerySet[Message]":
    """Messages without comments, strangers' words, bounces, and what an agent may still take back."""
    pending = Q(delivery=Message.Delivery.QUEUED, send_after__gt=timezone.now())
    shown = rows.filter(kind=Message.Kind.MESSAGE, is_stranger=False)
    shown = shown.exclude(is_automatic=True, by_agent=False)
    return shown.exclude(delivery=Message.Delivery.UNDONE).exclude(pending)


def conversation(ticket: Ticket, *, after_seq: int = 0) -> list[Message]:
    """The messages a customer sees, with their files, two statements."""
    rows = _public(Message.objects.filter(ticket=ticket, seq__gt=after_seq))
    return list(rows.select_related("author").prefetch_related("attachments").order_by("seq"))


def copies_to(ticket: Ticket) -> list[User]:
    """The people on copy."""
    rows = Participant.objects.filter(ticket=ticket).select_related("user").order_by("id")
    return [row.user for row in rows]


def public_message(ticket: Ticket, message_id: int) -> Message:
    """A public message of this ticket, with its files. Raises Http404."""
    found = _public(Message.objects.filter(pk=message_id, ticket=ticket)).first()
    if found is None:
        raise Http404
    return found


def message_of_customer(user: User, message_id: int) -> Message:
    """A public message of a ticket the customer takes part in. Raises Http404."""
    rows = _public(Message.objects.filter(pk=message_id, ticket__in=tickets_of_customer(user)))
    found = rows.first()
    if found is None:
        raise Http404
    return found


def attachment_of_customer(user: User, attachment_id: int) -> Attachment:
    """A file of a public message of a ticket the customer takes part in. Raises Http404."""
    own = _public(Message.objects.filter(ticket__in=tickets_of_customer(user)))
    rows = Attachment.objects.select_related("blob").filter(pk=attachment_id, message__in=own)
    found = rows.first()
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True, slots=True)
class Known:
    """A ticket found by number and the person its guest link goes to."""

    ticket: Ticket
    person: User


def participant_by_address(number: str, address: str) -> Known | None:
    """The ticket of this number if the address is its requester's or a participant's; None otherwise."""
    near = Ticket.objects.select_related("brand", "department", "requester")
    shelves = (Ticket.Shelf.OPEN, Ticket.Shelf.CLOSED)
    ticket = near.filter(number=number.strip().upper(), shelf__in=shelves).first()
    person = User.objects.filter(email_key=address.strip().lower(), is_active=True).first()
    if ticket is None or person is None:
        return None
    on_copy = Participant.objects.filter(ticket=ticket, user=person)
    return Known(ticket, person) if ticket.requester_id == person.pk or on_copy.exists() else None
