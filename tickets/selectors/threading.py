"""Where an incoming mail belongs, and why: the decision is recorded with its reason."""

import re
from dataclasses import dataclass, field
from typing import Literal

from accounts.models import User
from mail.classify import Classification, Kind
from mail.message_ids import OwnId, own_references
from mail.parsing import ParsedMail
from tickets.models import Message, Ticket
from tickets.selectors.links import takes_part

_NUMBER = re.compile(r"(?<![0-9A-Za-z-])(\d{3}-[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4})(?![0-9A-Za-z-])")
_OWN_MESSAGE, _OWN_TICKET = "ticket_message", "ticket_auto"
_NOTICE = "ticket_notice"
Way = Literal["join", "new", "ignore"]


@dataclass(frozen=True, slots=True)
class Decision:
    """`reason` is a registered code; its sentence is filled from `data`. `ticket` only for "join"."""

    way: Way
    reason: str
    ticket: Ticket | None = None
    sender: User | None = None
    is_stranger: bool = False
    data: dict[str, str] = field(default_factory=dict)


def decide(parsed: ParsedMail, classification: Classification) -> Decision:
    """Our Message-ID first, then the number in the subject, else a new ticket. Two to five statements.

    A bounce is found by the Message-ID it reports on.
    """
    sender = sender_of(parsed)
    ticket, code = by_message_id(parsed, classification)
    if ticket is not None:
        stranger = sender is None or not takes_part(ticket, sender)
        reason = f"{code}.stranger" if stranger and classification.kind == Kind.PERSON else code
        return Decision("join", reason, ticket, sender, stranger, {"number": ticket.number})
    if classification.kind == Kind.LOOP:
        return Decision("ignore", "ignored.loop")
    other = by_subject(parsed.subject)
    if other is not None and sender is not None and takes_part(other, sender):
        return Decision("join", "joined.number", other, sender, False, {"number": other.number})
    if classification.joins_only:
        return Decision("ignore", "ignored.no_ticket", data={"kind": str(classification.kind)})
    if parsed.answer_to is None:
        return Decision("new", "new.no_sender", sender=sender)
    if other is not None:
        return Decision("new", "new.strange_number", sender=sender, data={"number": other.number})
    return Decision("new", "new.first", sender=sender)


def sender_of(parsed: ParsedMail) -> User | None:
    """The person who writes, if known here."""
    address = parsed.sender
    if address is None:
        return None
    return User.objects.filter(email_key=address.email.lower(), is_active=True).first()


def by_message_id(parsed: ParsedMail, classification: Classification) -> tuple[Ticket | None, str]:
    """The ticket of a Message-ID that we made, else of one that is kept in a conversation."""
    report = classification.report
    if report is not None and report.original_message_id:
        kept = Message.objects.select_related("ticket").filter(mail_id=report.original_message_id).first()
        if kept is not None:
            return kept.ticket, "joined.report"
    for own in own_references(parsed):
        ticket = _ticket_of(own)
        if ticket is not None:
            return ticket, "joined.own_id"
    theirs = [*parsed.in_reply_to, *reversed(parsed.references)][:20]
    if not theirs:
        return None, ""
    kept = Message.objects.select_related("ticket").filter(mail_id__in=theirs).order_by("-id").first()
    return (kept.ticket, "joined.known_id") if kept is not None else (None, "")


def _ticket_of(own: OwnId) -> Ticket | None:
    if own.kind == _OWN_MESSAGE:
        message = Message.objects.select_related("ticket").filter(pk=own.item_id).first()
        return message.ticket if message else None
    if own.kind == _OWN_TICKET:
        return Ticket.objects.filter(pk=own.item_id).first()
    return None


def by_subject(subject: str) -> Ticket | None:
    """The ticket whose number stands in the subject."""
    numbers = [found.upper() for found in _NUMBER.findall(subject)][:5]
    return Ticket.objects.filter(number__in=numbers).order_by("-id").first() if numbers else None
