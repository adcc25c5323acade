"""Mail of a conversation: rendered and queued in the transaction of the change."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.safestring import mark_safe

from accounts.models import User
from common.site import Site
from mail import message_ids
from mail import services as mail
from mail.parsing import Address
from organization.models import Department
from tickets.models import Attachment, Message, Ticket
from tickets.selectors.links import guest_link, portal_link
from tickets.services.change import Change
from tickets.services.telling import Names

OWNER = "ticket_message"
AUTO_OWNER = "ticket_auto"
_MAX_REFERENCES = 12


def send_message(
    change: Change,
    message: Message,
    *,
    to: Sequence[User],
    cc: Sequence[User] = (),
    delay: int | None = None,
) -> None:
    """Queues an agent's message for requester and cc. People without an address get nothing by mail."""
    people = [person for person in to if person.email]
    copies = [person for person in cc if person.email and person not in people]
    if not people and not copies:
        return
    first = people[0] if people else copies[0]
    send_to(
        change,
        message,
        to=[address(person) for person in people],
        cc=[address(person) for person in copies],
        link=link_for(change.ticket, first, change.names),
        delay=delay,
    )


def send_to(
    change: Change,
    message: Message,
    *,
    to: Sequence[Address],
    cc: Sequence[Address] = (),
    link: str = "",
    delay: int | None = None,
) -> None:
    """Queues a message for any addresses (forward); its Message-ID lets answers find the ticket."""
    ticket, names = change.ticket, change.names
    site = names.group.department.brand.site
    seconds = settings.SEND_DELAY_SECONDS if delay is None else delay
    mail_id = message_ids.make(OWNER, message.pk, host_of(site))
    rendered = _rendered(message, ticket, names, link)
    references = earlier_ids(ticket, before_seq=message.seq)
    mail.queue(
        owner_kind=OWNER,
        owner_id=message.pk,
        to=to,
        cc=cc,
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        message_id=mail_id,
        in_reply_to=references[-1] if references else "",
        references=references,
        brand_id=site.id,
        site=site,
        department_id=names.group.department_id,
        sender_name=f"{message.author_name} ({site.name})" if message.author_name else site.name,
        parts=parts_of(message),
        delay=seconds,
    )
    _note(message, mail_id, change.now + timedelta(seconds=seconds), to, cc)


def _rendered(message: Message, ticket: Ticket, names: Names, link: str) -> mail.Rendered:
    site = names.group.department.brand.site
    own = {
        "AGENTNAME": message.author_name,
        "MESSAGE": mail.rich(message.html, message.text),
        "SIGNATURE": mark_safe(message.author.signature_html if message.author else ""),  # noqa: S308
        "TICKETLINK": link,
    }
    return mail.render(
        "ticket_reply",
        brand=site,
        language=ticket.language or site.language,
        variables=variables(ticket, names) | own,
    )


def _note(message: Message, mail_id: str, at: datetime, to: Sequence[Address], cc: Sequence[Address]) -> None:
    """What the conversation shows of the mail."""
    message.mail_id = mail_id
    message.delivery = Message.Delivery.QUEUED
    message.send_after = at
    message.to = [[person.name, person.email] for person in to]
    message.cc = [[person.name, person.email] for person in cc]
    message.save(update_fields=["mail_id", "delivery", "send_after", "to", "cc"])


def auto_respond(change: Change, message: Message) -> None:
    """The department's auto-responder: once a ticket, marked as automatic, never to nobody."""
    ticket, names = change.ticket, change.names
    if not names.requester.email:
        return
    site = names.group.department.brand.site
    rendered = mail.render(
        "ticket_auto_response",
        brand=site,
        language=ticket.language or site.language,
        variables=variables(ticket, names)
        | {
            "MESSAGE": mail.rich(message.html, message.text),
            "TICKETLINK": link_for(ticket, names.requester, names),
        },
    )
    mail.queue(
        owner_kind=AUTO_OWNER,
        owner_id=ticket.pk,
        to=[address(names.requester)],
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        in_reply_to=message.mail_id,
        references=[message.mail_id] if message.mail_id else [],
        brand_id=site.id,
        site=site,
        department_id=names.group.department_id,
        automatic=True,
        envelope_from="",
    )


def locked_notice(ticket: Ticket, names: Names, *, to: User, in_reply_to: str) -> None:
    """Tells who wrote into a locked ticket that nobody reads it there, and where to go."""
    department = names.group.department
    site = department.brand.site
    words = variables(ticket, names) | {"NEWTICKETLINK": f"{site.address}/submit"}
    language = ticket.language or site.language
    _answer(
        "ticket_locked_notice", department, to, words, in_reply_to, language, owner=(AUTO_OWNER, ticket.pk)
    )


def refusal(department: Department, *, to: User, subject: str, reason: str, in_reply_to: str) -> None:
    """Tells the sender of a mail that no ticket was opened for it, and why."""
    words = {
        "SUBJECT": subject,
        "CUSTOMERNAME": to.name,
        "DEPARTMENT": department.name,
        "REASON": reason,
    }
    language = to.language or department.brand.site.language
    _answer("ticket_refused", department, to, words, in_reply_to, language, owner=("ticket_refused", 0))


def _answer(
    template: str,
    department: Department,
    to: User,
    words: dict[str, str],
    in_reply_to: str,
    language: str,
    *,
    owner: tuple[str, int],
) -> None:
    """An automatic answer to one mail, to its sender alone; nobody without an address gets one."""
    if not to.email:
        return
    site = department.brand.site
    rendered = mail.render(template, brand=site, language=language, variables=words)
    mail.queue(
        owner_kind=owner[0],
        owner_id=owner[1],
        to=[address(to)],
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        in_reply_to=in_reply_to,
        references=[in_reply_to] if in_reply_to else [],
        brand_id=site.id,
        site=site,
        department_id=department.pk,
        automatic=True,
        envelope_from="",
    )


def variables(ticket: Ticket, names: Names) -> dict[str, str]:
    """What every template of a ticket may say."""
    return {
        "TICKETNUMBER": ticket.number,
        "SUBJECT": ticket.subject,
        "CUSTOMERNAME": names.requester.name,
        "DEPARTMENT": names.group.department.name,
    }


def link_for(ticket: Ticket, person: User, names: Names) -> str:
    """With an account the ticket's page, which asks for sign-in; else a signed link."""
    site = names.group.department.brand.site
    return portal_link(ticket, site) if person.has_account else guest_link(ticket, person, site)


def earlier_ids(ticket: Ticket, *, before_seq: int) -> list[str]:
    """The Message-IDs of the conversation, oldest first, as every mail program threads by them."""
    rows = Message.objects.filter(ticket=ticket, seq__lt=before_seq, kind=Message.Kind.MESSAGE)
    found = rows.exclude(mail_id="").order_by("-seq").values_list("mail_id", flat=True)[:_MAX_REFERENCES]
    return list(reversed(found))


def parts_of(message: Message) -> list[mail.Part]:
    """The message's files for the mail."""
    rows = Attachment.objects.filter(message=message).order_by("id")
    return [mail.Part(row.blob_id, row.name, row.content_type, row.content_id) for row in rows]


def address(person: User) -> Address:
    return Address(person.display_name, person.email)


def host_of(site: Site) -> str:
    """The host of our Message-IDs: the sender's domain, which passes the spam filters best."""
    return site.sender_address.rpartition("@")[2] or "localhost"
