"""Fetching a ticket is being allowed to see it; everybody else gets a 404."""

from django.db.models import Q, QuerySet
from django.http import Http404

from accounts.models import User
from organization.selectors import Scope
from tickets.models import Attachment, Message, Participant, Ticket

_NEAR = ("brand", "department", "group", "agent", "requester")
_PUBLIC = (Ticket.Shelf.OPEN, Ticket.Shelf.CLOSED)


def tickets_of(scope: Scope) -> QuerySet[Ticket]:
    """All tickets an agent may see."""
    rows = Ticket.objects.all()
    if not scope.is_agent:
        return rows.none()
    return rows if scope.groups is None else rows.filter(group__in=scope.groups)


def ticket_for(scope: Scope, number: str) -> Ticket:
    """The ticket of this number with all around it, for an agent. Raises Http404."""
    ticket = tickets_of(scope).select_related(*_NEAR).filter(number=number.upper()).first()
    if ticket is None:
        raise Http404
    return ticket


def tickets_of_customer(user: User) -> QuerySet[Ticket]:
    """The tickets a customer opened or is on cc of; never spam or deleted ones."""
    shared = Participant.objects.filter(user=user).values("ticket")
    return Ticket.objects.filter(Q(requester=user) | Q(pk__in=shared), shelf__in=_PUBLIC)


def ticket_for_customer(user: User, number: str) -> Ticket:
    """The ticket of this number, for a signed-in customer. Raises Http404."""
    ticket = tickets_of_customer(user).select_related(*_NEAR).filter(number=number.upper()).first()
    if ticket is None:
        raise Http404
    return ticket


def messages(ticket: Ticket, *, public_only: bool, after_seq: int = 0) -> list[Message]:
    """The conversation behind `after_seq` with its files, two statements. Customers never get comments."""
    rows = Message.objects.filter(ticket=ticket, seq__gt=after_seq).exclude(delivery=Message.Delivery.UNDONE)
    if public_only:
        rows = rows.filter(kind=Message.Kind.MESSAGE, is_stranger=False)
    return list(rows.select_related("author").prefetch_related("attachments").order_by("seq"))


def message_for(scope: Scope, message_id: int) -> Message:
    """A message of a ticket the agent may see. Raises Http404."""
    found = Message.objects.select_related("ticket", "author").filter(pk=message_id).first()
    if found is None or not scope.is_agent or not scope.sees_group(found.ticket.group_id):
        raise Http404
    return found


def attachment_for(scope: Scope, attachment_id: int) -> Attachment:
    """A file of a ticket the agent may see, or the agent's own unsent one. Raises Http404."""
    found = Attachment.objects.select_related("ticket", "blob").filter(pk=attachment_id).first()
    if found is None or not scope.is_agent:
        raise Http404
    allowed = (
        found.uploaded_by_id == scope.user_id
        if found.ticket is None
        else scope.sees_group(found.ticket.group_id)
    )
    if not allowed:
        raise Http404
    return found


def public_attachment(ticket: Ticket, attachment_id: int) -> Attachment:
    """A file of a public message of this ticket, for those who may see the ticket. Raises Http404."""
    found = (
        Attachment.objects.select_related("blob")
        .filter(
            pk=attachment_id, ticket=ticket, message__kind=Message.Kind.MESSAGE, message__is_stranger=False
        )
        .first()
    )
    if found is None:
        raise Http404
    return found
