"""Status, priority, subject, pin; deleted and spam."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from common import search
from common.actor import Actor
from common.clock import FAR_FUTURE
from common.realtime import signal
from common.unit import write
from tickets import facts
from tickets.errors import ClosingRefusedError, WrongTargetError
from tickets.models import Message, Priority, Status, Ticket
from tickets.services.change import Change, changing, shelf_of
from tickets.services.content import Content, prepare
from tickets.services.fields import why_not_close
from tickets.services.parts import add_part
from tickets.services.telling import priority_word, status_word

CloseCheck = Callable[[Ticket], str]
_close_checks: list[CloseCheck] = []


def register_close_check(check: CloseCheck) -> None:
    """`check` gets a ticket that is about to be closed and returns "" or a sentence that says why not."""
    _close_checks.append(check)


def move_status(change: Change, status: int) -> None:
    """Sets the status of a locked ticket with all that follows. Raises ClosingRefusedError."""
    ticket = change.ticket
    if status == ticket.status:
        return
    old, closes = ticket.status, status in (Status.CLOSED, Status.LOCKED)
    if closes and ticket.is_open:
        checks = (why_not_close, *_close_checks)
        reasons = [reason for check in checks if (reason := check(ticket))]
        if reasons:
            raise ClosingRefusedError(" ".join(reasons))
    change.set(status=status, closed_at=change.now if closes else FAR_FUTURE)
    if ticket.shelf in (Ticket.Shelf.OPEN, Ticket.Shelf.CLOSED):
        change.set(shelf=shelf_of(status))
    change.touch()
    signal(f"public:{ticket.pk}", "public")
    change.record("ticket.status", old=old, new=status)
    change.tell(facts.TicketStatusChanged, oldStatus=status_word(old), newStatus=status_word(status))


@write
def set_status(ticket: Ticket, *, actor: Actor, status: int, comment: str = "") -> Ticket:
    """Any status; closing may carry a Resolution comment. Raises ClosingRefusedError, WrongTargetError."""
    if status not in Status.values:
        raise WrongTargetError(_("There is no such status."))
    with changing(ticket, actor) as change:
        if comment.strip():
            body = prepare(Content(text=comment))
            add_part(change, body, kind=Message.Kind.RESOLUTION, by_agent=True, author_name=actor.label)
        move_status(change, status)
    return ticket


def close(ticket: Ticket, *, actor: Actor, comment: str = "", locked: bool = False) -> Ticket:
    """Closed, or Closed and Locked."""
    return set_status(ticket, actor=actor, status=Status.LOCKED if locked else Status.CLOSED, comment=comment)


def reopen(ticket: Ticket, *, actor: Actor) -> Ticket:
    """Active again."""
    return set_status(ticket, actor=actor, status=Status.ACTIVE)


@write
def set_priority(ticket: Ticket, *, actor: Actor, priority: int) -> Ticket:
    """Raises WrongTargetError for an unknown one."""
    if priority not in Priority.values:
        raise WrongTargetError(_("There is no such priority."))
    with changing(ticket, actor) as change:
        old = change.ticket.priority
        if old != priority:
            change.set(priority=priority)
            change.record("ticket.priority", old=old, new=priority)
            change.tell(
                facts.TicketPriorityChanged,
                oldPriority=priority_word(old),
                newPriority=priority_word(priority),
            )
    return ticket


@write
def set_subject(ticket: Ticket, *, actor: Actor, subject: str) -> Ticket:
    """Raises WrongTargetError for an empty one."""
    clean = " ".join(subject.replace("\0", "").split())[:255]
    if not clean:
        raise WrongTargetError(_("A ticket needs a subject."))
    with changing(ticket, actor) as change:
        old = change.ticket.subject
        if old != clean:
            change.set(subject=clean)
            search.append("ticket", ticket.pk, scope=change.ticket.group_id, at=change.now, texts=[clean])
            change.record("ticket.subject", old=old, new=clean)
    return ticket


@write
def pin(ticket: Ticket, *, actor: Actor, pinned: bool) -> Ticket:
    """A pinned ticket stays with its agent when the customer writes again."""
    with changing(ticket, actor) as change:
        if change.ticket.is_pinned != pinned:
            change.set(is_pinned=pinned)
            change.record("ticket.pinned" if pinned else "ticket.unpinned")
    return ticket


@write
def delete(ticket: Ticket, *, actor: Actor) -> Ticket:
    """Soft: it can be restored."""
    return _shelve(ticket, actor, Ticket.Shelf.DELETED, "ticket.deleted")


@write
def mark_spam(ticket: Ticket, *, actor: Actor) -> Ticket:
    """Out of all lists but the spam list."""
    return _shelve(ticket, actor, Ticket.Shelf.SPAM, "ticket.spam")


@write
def restore(ticket: Ticket, *, actor: Actor) -> Ticket:
    """Back from deleted or spam to where its status says."""
    with changing(ticket, actor) as change:
        if change.ticket.shelf in (Ticket.Shelf.SPAM, Ticket.Shelf.DELETED):
            change.set(shelf=shelf_of(change.ticket.status))
            change.record("ticket.restored")
    return ticket


def _shelve(ticket: Ticket, actor: Actor, shelf: Ticket.Shelf, action: str) -> Ticket:
    with changing(ticket, actor) as change:
        if change.ticket.shelf != shelf:
            change.set(shelf=shelf)
            change.record(action)
            change.tell(facts.TicketDeleted, isSpam=shelf == Ticket.Shelf.SPAM)
    return ticket
