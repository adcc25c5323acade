"""Carries out what was decided about an incoming mail."""

from accounts.models import User
from accounts.services import customer_for_address
from common import files, html
from common.actor import Actor
from common.unit import write
from mail import selectors as mail_selectors
from mail.classify import Classification, Kind
from mail.errors import Refuse
from mail.models import InboundMail
from mail.parsing import Address, ParsedMail
from mail.registry import Outcome
from organization.models import Department
from organization.selectors import default_department
from tickets.errors import TicketError, TicketLockedError, TicketRefusedError
from tickets.models import Message, Notification, Ticket
from tickets.selectors.threading import Decision, by_message_id, by_subject, decide
from tickets.services import desk, mailing
from tickets.services.change import changing
from tickets.services.content import Content, NewFile
from tickets.services.conversation import comment, customer_reply
from tickets.services.opening import Opening, complete, reserve
from tickets.services.starting import Question, ask, is_asked, retire

_MAX_CC = 10


def prepare(parsed: ParsedMail, inbound: InboundMail, classification: Classification) -> None:
    """Outside the handler's transaction: the files, the number of a mail that will become a ticket, and who
    allows it.

    Raises ProviderAwayError: the mail waits and is tried again.
    """
    if classification.kind != Kind.LOOP:
        for item in parsed.attachments:
            files.write(item.content)  # the handler then finds them there, without waiting for a storage
    if not _is_new(parsed, classification):
        return
    reserve(key_of(inbound))
    if is_asked() and _copy_of(parsed, inbound) is None:
        ask(key_of(inbound), lambda: _question(parsed, inbound))


def _question(parsed: ParsedMail, inbound: InboundMail) -> Question:
    writer = parsed.answer_to or parsed.sender
    return Question(
        department=_department(inbound).name, subject=parsed.subject, email=writer.email if writer else ""
    )


def _copy_of(parsed: ParsedMail, inbound: InboundMail) -> InboundMail | None:
    """The same mail, which became a ticket when it came through another address."""
    seen = mail_selectors.seen_message(parsed.message_id, inbound.pk) if parsed.message_id else None
    return seen if seen is not None and seen.link_kind == "ticket" else None


def _is_new(parsed: ParsedMail, classification: Classification) -> bool:
    """As `decide`, and without a statement for a mail that names nothing of ours."""
    if by_message_id(parsed, classification)[0] is None and by_subject(parsed.subject) is None:
        return classification.kind != Kind.LOOP and not classification.joins_only
    return decide(parsed, classification).way == "new"


@write
def handle(parsed: ParsedMail, inbound: InboundMail, classification: Classification) -> Outcome:
    """Joins the mail to a ticket or opens one. Raises Refuse for what is kept and not answered."""
    if (seen := _copy_of(parsed, inbound)) is not None:
        raise Refuse("ignored.duplicate", first=str(seen.pk))
    decision = decide(parsed, classification)
    if decision.way == "ignore":
        raise Refuse(decision.reason, **decision.data)
    if decision.way == "new":
        return _open(parsed, inbound, classification, decision)
    return _join(parsed, inbound, classification, decision)


def key_of(inbound: InboundMail) -> str:
    """The door's key: a retry of this mail finds the reserved number."""
    return f"mail:{inbound.pk}"


def _open(
    parsed: ParsedMail, inbound: InboundMail, classification: Classification, decision: Decision
) -> Outcome:
    writer = parsed.answer_to or parsed.sender
    requester = _requester(writer, decision)
    opening = Opening(
        key=key_of(inbound),
        department=_department(inbound),
        subject=parsed.subject,
        content=_content(parsed),
        requester=requester,
        source=Ticket.Source.MAIL,
        cc=_copies(parsed, requester),
        files=_files(parsed),
        auto_respond=classification.may_answer and writer is not None,
        mail_id=parsed.message_id,
        inbound_id=inbound.pk,
        why=_why(decision, classification),
        is_automatic=not classification.may_answer,
    )
    try:
        ticket = complete(opening, actor=_actor(requester, parsed))
    except TicketRefusedError as error:
        return _turned_away(opening, str(error.message))
    return Outcome("ticket", ticket.pk, decision.reason, {"number": ticket.number} | decision.data)


def _turned_away(opening: Opening, said: str) -> Outcome:
    """The provider refuses: no ticket; the sender is told by mail, and the mail stays where it can be seen.

    The number is used up. When an administrator lets the mail be handled again, the provider is asked anew.
    """
    retire(opening.key)
    if opening.auto_respond:
        mailing.refusal(opening.department, to=opening.requester, subject=opening.subject, reason=said,
                        in_reply_to=opening.mail_id)  # fmt: skip
        return Outcome("", 0, "refused.provider.told", {"said": said[:500]}, is_ignored=True)
    return Outcome("", 0, "refused.provider", {"said": said[:500]}, is_ignored=True)


def _requester(writer: Address | None, decision: Decision) -> User:
    sender = decision.sender
    if sender is not None and writer is not None and sender.email_key == writer.email.lower():
        return sender  # found when it was decided
    name, address = (writer.name, writer.email) if writer else ("", "unknown@invalid")
    return customer_for_address(name=name, address=address)


def _join(
    parsed: ParsedMail, inbound: InboundMail, classification: Classification, decision: Decision
) -> Outcome:
    ticket = decision.ticket
    assert ticket is not None
    sender, actor = decision.sender, _actor(decision.sender, parsed)
    automatic = classification.kind != Kind.PERSON
    if classification.kind == Kind.BOUNCE:
        _bounced(ticket, classification)
    if sender is not None and sender.is_agent and decision.is_stranger and not automatic:
        message = comment(ticket, actor=actor, author=sender, content=_content(parsed))
        return Outcome(
            "ticket", ticket.pk, "joined.agent", {"number": ticket.number, "seq": str(message.seq)}
        )
    try:
        message = customer_reply(
            ticket,
            actor=actor,
            author=None if decision.is_stranger else sender,
            author_name=parsed.sender.name if parsed.sender else "",
            author_email=parsed.sender.email if parsed.sender else "",
            content=_content(parsed, reply=True),
            source=Ticket.Source.MAIL,
            files=_files(parsed),
            is_stranger=decision.is_stranger and not automatic,
            is_automatic=automatic,
            mail_id=parsed.message_id[:255],
            inbound_id=inbound.pk,
            why=_why(decision, classification),
        )
    except TicketLockedError:
        return _refused(ticket, parsed, classification, decision)
    return Outcome("ticket", ticket.pk, decision.reason, decision.data | {"seq": str(message.seq)})


def _refused(
    ticket: Ticket, parsed: ParsedMail, classification: Classification, decision: Decision
) -> Outcome:
    """A locked ticket takes no reply: the person is told so, by mail, and the history says it."""
    sender = decision.sender
    with changing(ticket, _actor(sender, parsed)) as change:
        change.record(
            "message.refused", name=parsed.sender.name or parsed.sender.email if parsed.sender else ""
        )
        if sender is not None and classification.may_answer:
            mailing.locked_notice(change.ticket, change.names, to=sender, in_reply_to=parsed.message_id)
    return Outcome("ticket", ticket.pk, "refused.locked", {"number": ticket.number})


def _bounced(ticket: Ticket, classification: Classification) -> None:
    """A bounce of one of our messages makes it a failed one, and tells the agent."""
    report = classification.report
    if report is None or not report.original_message_id:
        return
    said = "; ".join(
        f"{failure.address}: {failure.diagnostic or failure.status}" for failure in report.failures
    )
    rows = Message.objects.filter(ticket=ticket, mail_id=report.original_message_id)
    rows.update(delivery=Message.Delivery.FAILED, delivery_error=said[:2000])
    message = rows.first()
    if message is not None and ticket.agent_id and not ticket.in_queue:
        desk.notify(
            ticket.agent_id, ticket_id=ticket.pk, kind=Notification.Kind.FAILED, by="", fact_id=-message.pk
        )


def _department(inbound: InboundMail) -> Department:
    department = (
        Department.objects.filter(pk=inbound.department_id).first() if inbound.department_id else None
    )
    found = department or default_department()
    if found is None:
        raise TicketError("No department exists yet; the mail waits until there is one.")
    return found


def _copies(parsed: ParsedMail, requester: User) -> tuple[User, ...]:
    """Whom the sender put on copy, without our own addresses."""
    own = mail_selectors.own_addresses()
    others = [person for person in (*parsed.to, *parsed.cc) if person.email.lower() not in own]
    if len(others) > _MAX_CC:
        return ()
    people = [customer_for_address(name=person.name, address=person.email) for person in others]
    return tuple(person for person in people if person.pk != requester.pk and not person.is_agent)


def _content(parsed: ParsedMail, *, reply: bool = False) -> Content:
    """Of a reply only what is new stands in the conversation; the quote is kept beside it."""
    if reply and (parsed.new_text.strip() or parsed.new_html.strip()):
        quoted = html.from_text(parsed.quoted_text) if parsed.quoted_text else ""
        return Content(html=parsed.new_html, text=parsed.new_text, quoted_html=quoted)
    text = parsed.text if parsed.text.strip() or parsed.html.strip() else "—"
    return Content(html=parsed.html, text=text)


def _files(parsed: ParsedMail) -> tuple[NewFile, ...]:
    return tuple(
        NewFile(name=item.name, content=item.content, content_id=item.content_id)
        for item in parsed.attachments
    )


def _why(decision: Decision, classification: Classification) -> dict[str, str]:
    found = {name: str(value) for name, value in classification.data.items()}
    return {**found, **decision.data, "code": decision.reason, "class": classification.reason}


def _actor(person: User | None, parsed: ParsedMail) -> Actor:
    if person is not None:
        return person.actor
    return Actor("person", 0, (parsed.sender.name or parsed.sender.email) if parsed.sender else "")
