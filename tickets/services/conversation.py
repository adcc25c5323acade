"""Writing into a ticket: the agent's answer, the customer's reply, the internal comment, the forward."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from common.actor import Actor
from common.clock import FAR_FUTURE
from common.unit import write
from mail.parsing import Address
from organization.models import Membership
from tickets import facts
from tickets.errors import EmptyMessageError, TicketLockedError
from tickets.models import Draft, Message, Participant, Status, Ticket
from tickets.permissions import accepts_customer
from tickets.services import mailing
from tickets.services.change import Change, changing
from tickets.services.content import Content, NewFile, prepare
from tickets.services.moving import move
from tickets.services.parts import add_part, attach_files, attach_uploads
from tickets.services.state import move_status


@write
def reply(
    ticket: Ticket,
    *,
    actor: Actor,
    author: User,
    content: Content,
    attachment_ids: tuple[int, ...] = (),
    cc: Sequence[User] | None = None,
    status: int | None = Status.WAITING,
    send: bool = True,
    delay: int | None = None,
) -> Message:
    """The agent's answer to the customer. It leaves after `delay` seconds (SEND_DELAY_SECONDS when None).

    A ticket out of the queue goes to its author, if a member of the group. `cc` None means the participants.
    Raises EmptyMessageError, AlreadyUsedError, ClosingRefusedError.
    """
    body = prepare(content, may_be_empty=bool(attachment_ids))
    with changing(ticket, actor) as change:
        undo = {"status": change.ticket.status, "agent": change.ticket.agent_id}
        first = change.ticket.agent_wrote_at == FAR_FUTURE
        _take(change, author)
        message = add_part(change, body, **_by(author), why={"undo": undo})
        has_files = bool(attach_uploads(message, attachment_ids))
        change.set(replies_out=change.ticket.replies_out + 1, agent_wrote_at=change.now)
        change.touch()
        if send:
            copies = cc if cc is not None else _participants(change.ticket)
            mailing.send_message(change, message, to=[change.names.requester], cc=list(copies), delay=delay)
        change.record("message.out", seq=message.seq, to=change.names.requester.name)
        _tell_message(change, message, has_files=has_files, first=first, to=change.names.requester.email)
        if status is not None:
            move_status(change, status)
        Draft.objects.filter(ticket=change.ticket, agent=author, mode=Draft.Mode.REPLY).delete()
    return message


@write
def forward(
    ticket: Ticket,
    *,
    actor: Actor,
    author: User,
    to: Sequence[Address],
    content: Content,
    attachment_ids: tuple[int, ...] = (),
) -> Message:
    """Sends text to somebody outside the ticket. The answer joins by our Message-ID, and shows as theirs."""
    body = prepare(content, may_be_empty=bool(attachment_ids))
    if not to:
        raise EmptyMessageError(_("Say to whom it goes."))
    with changing(ticket, actor) as change:
        kind = Message.Kind.GENERAL  # the customer never sees it
        message = add_part(change, body, **(_by(author) | {"kind": kind}), why={"code": "forwarded"})
        attach_uploads(message, attachment_ids)
        mailing.send_to(change, message, to=to)
        change.touch()
        change.record("message.forwarded", seq=message.seq, to=", ".join(person.email for person in to))
        Draft.objects.filter(ticket=change.ticket, agent=author, mode=Draft.Mode.FORWARD).delete()
    return message


@write
def customer_reply(
    ticket: Ticket,
    *,
    actor: Actor,
    author: User | None,
    content: Content,
    source: str,
    attachment_ids: tuple[int, ...] = (),
    files: tuple[NewFile, ...] = (),
    author_name: str = "",
    author_email: str = "",
    is_stranger: bool = False,
    is_automatic: bool = False,
    **mail_fields: Any,
) -> Message:
    """What comes from outside. A person's reply reopens a closed ticket; a locked one refuses it.

    `is_automatic` (auto-reply, bounce) and `is_stranger` are shown but change no status. `mail_fields` are
    mail_id, inbound_id and why. Raises TicketLockedError, EmptyMessageError, AlreadyUsedError.
    """
    body = prepare(content, may_be_empty=bool(attachment_ids or files or is_automatic))
    with changing(ticket, actor) as change:
        if not is_automatic and not accepts_customer(change.ticket):
            raise TicketLockedError(
                _("This ticket is closed and locked; nobody reads replies to it. Please open a new ticket.")
            )
        flags: dict[str, Any] = {"source": source, "is_stranger": is_stranger, "is_automatic": is_automatic}
        who = _from(author, author_name, author_email)
        message = add_part(change, body, **who, **flags, **mail_fields)
        has_files = bool(attach_uploads(message, attachment_ids) + attach_files(message, files))
        change.record("message.in", seq=message.seq, name=message.author_name, stranger=is_stranger)
        if not is_automatic:
            _after_customer(change, is_stranger=is_stranger)
        _tell_message(change, message, has_files=has_files, first=False, to="")
    return message


def _after_customer(change: Change, *, is_stranger: bool) -> None:
    """A person's reply: active again; an agent who left the group gives the ticket back to the queue."""
    ticket = change.ticket
    change.touch()
    if is_stranger:
        return
    change.set(replies_in=ticket.replies_in + 1, customer_wrote_at=change.now)
    if ticket.status != Status.ACTIVE:
        move_status(change, Status.ACTIVE)
    if not ticket.in_queue and not ticket.is_pinned and not _works_here(ticket):
        move(change, group=None, agent=None)


def _works_here(ticket: Ticket) -> bool:
    return Membership.objects.filter(
        group=ticket.group_id, agent=ticket.agent_id, agent__is_active=True, agent__is_agent=True
    ).exists()


@write
def comment(
    ticket: Ticket,
    *,
    actor: Actor,
    author: User | None,
    content: Content,
    kind: int = Message.Kind.GENERAL,
    attachment_ids: tuple[int, ...] = (),
) -> Message:
    """An internal comment; no customer ever sees it. Raises EmptyMessageError, AlreadyUsedError."""
    body = prepare(content, may_be_empty=bool(attachment_ids))
    with changing(ticket, actor) as change:
        by = _by(author) if author else {"by_agent": True, "author_name": actor.label}
        message = add_part(change, body, **(by | {"kind": kind}))
        attach_uploads(message, attachment_ids)
        change.touch()
        change.record("comment.added", seq=message.seq, kind=kind)
        tell_comment(change, message)
        if author:
            Draft.objects.filter(ticket=change.ticket, agent=author, mode=Draft.Mode.COMMENT).delete()
    return message


def tell_comment(change: Change, message: Message) -> None:
    """Publishes that an internal comment was added."""
    change.tell(
        facts.TicketCommentAdded,
        commentId=message.pk,
        commentType=comment_word(message.kind),
        comment=message.text[:4000],
    )


_WORDS = {10: "General", 11: "Transfer", 12: "Resolution", 13: "Follow-Up", 14: "Sticky"}


def comment_word(kind: int) -> str:
    """The contract's word, never translated."""
    return _WORDS[int(kind)]


def _by(author: User) -> dict[str, Any]:
    return {"by_agent": True, "author": author, "author_name": author.name, "author_email": author.email}


def _from(author: User | None, name: str, email: str) -> dict[str, Any]:
    own = (author.name, author.email) if author else ("", "")
    return {"author": author, "author_name": name or own[0], "author_email": email or own[1]}


def _participants(ticket: Ticket) -> list[User]:
    rows = Participant.objects.filter(ticket=ticket).select_related("user").order_by("id")
    return [row.user for row in rows]


def _take(change: Change, author: User) -> None:
    """Who answers a ticket of the queue has it."""
    ticket = change.ticket
    if ticket.in_queue and Membership.objects.filter(group=ticket.group_id, agent=author).exists():
        move(change, group=None, agent=author)


def _tell_message(change: Change, message: Message, *, has_files: bool, first: bool, to: str) -> None:
    change.tell(
        facts.TicketMessageSent,
        messageId=message.pk,
        direction="out" if message.by_agent else "in",
        message=message.text[:4000],
        hasAttachments=has_files,
        isFirst=first,
        toAddress=to,
    )
