"""Who takes part: requester and cc."""

from accounts.models import User
from common.actor import Actor
from common.unit import write
from tickets.models import Participant, Ticket
from tickets.services.change import changing


@write
def add_cc(ticket: Ticket, *, actor: Actor, user: User) -> None:
    """The person gets the answers and may write; the requester is no cc."""
    with changing(ticket, actor) as change:
        if user.pk == change.ticket.requester_id:
            return
        _row, made = Participant.objects.get_or_create(ticket=change.ticket, user=user)
        if made:
            change.record("ticket.cc_added", name=user.name, email=user.email)


@write
def remove_cc(ticket: Ticket, *, actor: Actor, user: User) -> None:
    """The person gets no more answers and sees the ticket no more."""
    with changing(ticket, actor) as change:
        deleted, _rows = Participant.objects.filter(ticket=change.ticket, user=user).delete()
        if deleted:
            change.record("ticket.cc_removed", name=user.name, email=user.email)


@write
def set_requester(ticket: Ticket, *, actor: Actor, user: User) -> None:
    """The ticket was opened for somebody else: the former requester loses sight of it."""
    with changing(ticket, actor) as change:
        old = change.names.requester
        if old.pk == user.pk:
            return
        change.set(requester=user)
        change.renamed()
        Participant.objects.filter(ticket=change.ticket, user=user).delete()
        change.record("ticket.requester", old=old.name, new=user.name)
