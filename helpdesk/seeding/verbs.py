"""The verbs of tickets.services, told into rows: what each changes, records and publishes, in its order."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from common.actor import Actor
from common.clock import FAR_FUTURE
from common.html import from_text, sanitize
from helpdesk.seeding import outgoing
from helpdesk.seeding.opening import give_tags, open_ticket, tell_message
from helpdesk.seeding.rows import COMMENT, DELETED, PRIORITY, TicketRows, body_of
from helpdesk.seeding.steps import Story
from helpdesk.seeding.tables import Batch
from helpdesk.seeding.world import File, Person, Place, World
from tickets.models import Message, Participant, ReadState, Status, Ticket
from tickets.services.conversation import comment_word
from tickets.services.telling import priority_word


def tell(batch: Batch, world: World, story: Story, *, ticket_id: int, number: str) -> TicketRows:
    """Adds all rows of a story to the batch and returns the ticket as it is in the end."""
    ticket = open_ticket(batch, world, story.start, ticket_id=ticket_id, number=number)
    for step in story.steps:
        VERBS[step.verb](ticket, step.at, step.by, **step.given)
    ticket.finish()
    return ticket


def reply(
    ticket: TicketRows,
    at: datetime,
    by: Person,
    *,
    text: str,
    html: str = "",
    status: int | None = Status.WAITING,
    files: tuple[File, ...] = (),
    delay: int | None = None,
) -> None:
    """As services.reply."""
    undo = {"status": int(ticket.row["status"]), "agent": ticket.agent.id}
    first = ticket.row["agent_wrote_at"] == FAR_FUTURE
    if ticket.agent.id == ticket.world.queue.id and by in ticket.place.members:
        ticket.move(at, by.actor, place=None, agent=by)
    message = ticket.part(at, body_of(text, html), **_by(by), why={"undo": undo})
    ticket.attach(at, message, files, by)
    ticket.row |= {"replies_out": ticket.row["replies_out"] + 1, "agent_wrote_at": at}
    ticket.touch(at)
    seconds = ticket.world.send_delay if delay is None else delay
    outgoing.message(ticket, message, to=[ticket.requester], cc=ticket.cc, delay=seconds)
    ticket.record(at, by.actor, "message.out", seq=message["seq"], to=ticket.requester.name)
    to = ticket.requester.email
    tell_message(ticket, at, by.actor, message, has_files=bool(files), first=first, to=to)
    if status is not None:
        ticket.move_status(at, by.actor, status)


def customer_reply(
    ticket: TicketRows,
    at: datetime,
    by: Person,
    *,
    text: str,
    source: str = "portal",
    quoted: str = "",
    files: tuple[File, ...] = (),
    is_stranger: bool = False,
    is_automatic: bool = False,
    **mail: Any,
) -> None:
    """As services.customer_reply; a stranger's row has no author, only a name."""
    message = ticket.part(
        at,
        replace(body_of(text), quoted_html=sanitize(from_text(quoted)) if quoted else ""),
        author_id=None if is_stranger else by.id,
        author_name=by.name,
        author_email=by.email,
        source=source,
        is_stranger=is_stranger,
        is_automatic=is_automatic,
        **mail,
    )
    ticket.attach(at, message, files)
    ticket.record(at, by.actor, "message.in", seq=message["seq"], name=by.name, stranger=is_stranger)
    if not is_automatic:
        _after_customer(ticket, at, by, is_stranger=is_stranger)
    tell_message(ticket, at, by.actor, message, has_files=bool(files), first=False, to="")


def _after_customer(ticket: TicketRows, at: datetime, by: Person, *, is_stranger: bool) -> None:
    ticket.touch(at)
    if is_stranger:
        return
    ticket.row |= {"replies_in": ticket.row["replies_in"] + 1, "customer_wrote_at": at}
    ticket.move_status(at, by.actor, Status.ACTIVE)
    works_here = ticket.agent.id == ticket.world.queue.id or ticket.agent in ticket.place.members
    if not works_here and not ticket.row["is_pinned"]:
        ticket.move(at, by.actor, place=None, agent=None)


def comment(
    ticket: TicketRows, at: datetime, by: Person, *, text: str, kind: int = Message.Kind.GENERAL
) -> None:
    """As services.comment."""
    message = ticket.part(at, body_of(text), **(_by(by) | {"kind": int(kind)}))
    ticket.touch(at)
    ticket.record(at, by.actor, "comment.added", seq=message["seq"], kind=int(kind))
    ticket.tell(
        at,
        by.actor,
        COMMENT,
        part=message,
        commentId=0,
        commentType=comment_word(kind),
        comment=message["text"][:4000],
    )


def transfer(
    ticket: TicketRows,
    at: datetime,
    by: Person,
    *,
    place: Place,
    agent: Person | None = None,
    comment: str = "",
    status: int | None = None,
) -> None:
    """As services.transfer."""
    if comment.strip():
        kind = int(Message.Kind.TRANSFER)
        ticket.part(at, body_of(comment), kind=kind, by_agent=True, author_id=by.id, author_name=by.name)
    ticket.move(at, by.actor, place=place, agent=agent, comment=comment.strip())
    if status is not None:
        ticket.move_status(at, by.actor, status)


def assign(ticket: TicketRows, at: datetime, by: Person, *, agent: Person | None) -> None:
    """As services.assign."""
    ticket.move(at, by.actor, place=None, agent=agent)


def set_status(ticket: TicketRows, at: datetime, by: Person, *, status: int, comment: str = "") -> None:
    """As services.set_status, close and reopen."""
    if comment.strip():
        kind = int(Message.Kind.RESOLUTION)
        ticket.part(at, body_of(comment), kind=kind, by_agent=True, author_name=by.name)
    ticket.move_status(at, by.actor, status)


def set_priority(ticket: TicketRows, at: datetime, by: Person, *, priority: int) -> None:
    """As services.set_priority."""
    old = ticket.row["priority"]
    if old == priority:
        return
    ticket.row["priority"] = int(priority)
    ticket.record(at, by.actor, "ticket.priority", old=int(old), new=int(priority))
    new_word = priority_word(priority)
    ticket.tell(at, by.actor, PRIORITY, oldPriority=priority_word(old), newPriority=new_word)


def delivered(ticket: TicketRows, at: datetime, by: Person, *, seq: int, said: str = "") -> None:
    """As services.sending.delivered: the mail of a message has arrived, or `said` tells why not."""
    message = ticket.messages[seq - 1]
    state = Message.Delivery.FAILED if said else Message.Delivery.SENT
    message |= {"delivery": state.value, "delivery_error": said}
    outgoing.ended(ticket, ticket.mails.get(seq), at, said)
    if said:
        to = ", ".join(address for _name, address in [*message["to"], *message["cc"]])
        ticket.record(at, Actor("node", 0, ""), "message.failed", seq=seq, to=to, said=said[:300])


def mark_read(ticket: TicketRows, at: datetime, by: Person, *, seq: int) -> None:
    """As services.mark_read, once an agent; the bell menu's lines of this ticket are read too."""
    ticket.batch.add(ReadState, ticket_id=ticket.id, agent_id=by.id, seq=seq)


def read_notices(ticket: TicketRows, at: datetime, by: Person) -> None:
    """As services.read_notifications for the lines of this ticket."""
    for row in ticket.notices:
        if row["user_id"] == by.id and row["read_at"] is None:
            row["read_at"] = at


def _by(person: Person) -> dict[str, Any]:
    name, email = person.name, person.email
    return {"by_agent": True, "author_id": person.id, "author_name": name, "author_email": email}


def _shelve(shelf: Ticket.Shelf, action: str) -> Callable[..., None]:
    def verb(ticket: TicketRows, at: datetime, by: Person) -> None:
        ticket.row["shelf"] = int(shelf)
        ticket.record(at, by.actor, action)
        ticket.tell(at, by.actor, DELETED, isSpam=shelf == Ticket.Shelf.SPAM)

    return verb


def pin(ticket: TicketRows, at: datetime, by: Person) -> None:
    """As services.pin."""
    ticket.row["is_pinned"] = True
    ticket.record(at, by.actor, "ticket.pinned")


def set_subject(ticket: TicketRows, at: datetime, by: Person, *, subject: str) -> None:
    """As services.set_subject."""
    old = ticket.row["subject"]
    ticket.row["subject"] = subject
    ticket.index(at, subject)
    ticket.record(at, by.actor, "ticket.subject", old=old, new=subject)


def add_tag(ticket: TicketRows, at: datetime, by: Person, *, name: str) -> None:
    """As services.add_tag, for one that is not there."""
    give_tags(ticket, (name,))
    ticket.record(at, by.actor, "ticket.tag_added", tag=name)


def add_cc(ticket: TicketRows, at: datetime, by: Person, *, person: Person) -> None:
    """As services.add_cc, for one who is not there."""
    ticket.batch.add(Participant, ticket_id=ticket.id, user_id=person.id)
    ticket.cc.append(person)
    ticket.record(at, by.actor, "ticket.cc_added", name=person.name, email=person.email)


VERBS: dict[str, Callable[..., None]] = {
    "reply": reply,
    "customer_reply": customer_reply,
    "comment": comment,
    "transfer": transfer,
    "assign": assign,
    "set_status": set_status,
    "set_priority": set_priority,
    "set_subject": set_subject,
    "pin": pin,
    "add_tag": add_tag,
    "add_cc": add_cc,
    "delete": _shelve(Ticket.Shelf.DELETED, "ticket.deleted"),
    "mark_spam": _shelve(Ticket.Shelf.SPAM, "ticket.spam"),
    "delivered": delivered,
    "mark_read": mark_read,
    "read_notices": read_notices,
}
