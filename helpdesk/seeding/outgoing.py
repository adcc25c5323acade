"""Mail of a conversation, as rows of what has left: tickets.services.mailing and mail.services.queue."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils.safestring import mark_safe

from accounts.models import User
from helpdesk.seeding.rows import TicketRows
from helpdesk.seeding.tables import Row
from helpdesk.seeding.world import Person
from mail import message_ids
from mail.models import DeliveryAttempt, OutboundMail
from mail.parsing import Address
from mail.services.queueing import str_address
from mail.services.templates import Rendered, filled, rich, template_for
from tickets.models import Message, Ticket
from tickets.selectors.links import guest_link, portal_link
from tickets.services.mailing import AUTO_OWNER, OWNER, host_of

ACCEPTED, REFUSED, TAKEN = 250, 550, "2.0.0 Ok: queued"
_MAX_REFERENCES = 12


def message(
    ticket: TicketRows, message: Row, *, to: Sequence[Person], cc: Sequence[Person], delay: int
) -> None:
    """As mailing.send_message: the columns of the message and its mail, until `delivered` ends it."""
    people = [person for person in to if person.email]
    copies = [person for person in cc if person.email and person not in people]
    if not people and not copies:
        return
    at = message["created_at"]
    message |= {
        "delivery": Message.Delivery.QUEUED.value,
        "send_after": at + timedelta(seconds=delay),
        "to": [[person.display_name, person.email] for person in people],
        "cc": [[person.display_name, person.email] for person in copies],
    }
    earlier = [part for part in ticket.messages[:-1] if part["kind"] == Message.Kind.MESSAGE]
    row = None
    if at >= ticket.world.mails_since:
        row = ticket.mails[message["seq"]] = _message_row(ticket, message, (people or copies)[0], delay)
    host = host_of(ticket.place.site)
    ticket.batch.later(lambda: _identify(ticket, message, row, earlier, host))


def _message_row(ticket: TicketRows, message: Row, reader: Person, delay: int) -> Row:
    author = message["author_name"]
    signature = next((one.signature for one in ticket.place.members if one.id == message["author_id"]), "")
    rendered = _render(
        ticket,
        "ticket_reply",
        {
            "AGENTNAME": author,
            "MESSAGE": rich(message["html"], message["text"]),
            "SIGNATURE": mark_safe(signature),  # noqa: S308
            "TICKETLINK": _link(ticket, reader),
        },
    )
    site = ticket.place.site
    sender = Address(f"{author} ({site.name})" if author else site.name, ticket.place.sender)
    head = [["From", str_address(sender)], ["To", _addresses(message["to"])]]
    head += [["Cc", _addresses(message["cc"])]] if message["cc"] else []
    return _row(ticket, message["created_at"], rendered, head, [*message["to"], *message["cc"]], delay=delay)


def _identify(ticket: TicketRows, message: Row, row: Row | None, earlier: list[Row], host: str) -> None:
    """What needs the message's id: its Message-ID, and where it stands in the thread."""
    message["mail_id"] = message_ids.make(OWNER, message["id"], host, random=_random(ticket, message))
    if row is None:
        return
    known = [part["mail_id"] for part in earlier if part["mail_id"]][-_MAX_REFERENCES:]
    row |= {"message_id": message["mail_id"], "owner_kind": OWNER, "owner_id": message["id"]}
    row["headers"] += _thread(known)
    row["parts"] = [
        [file["blob_id"], file["name"], file["content_type"], file["content_id"]]
        for file in ticket.files.get(message["seq"], ())
    ]


def auto_response(ticket: TicketRows, message: Row) -> None:
    """As mailing.auto_respond."""
    at, requester = message["created_at"], ticket.requester
    if not requester.email or at < ticket.world.mails_since:
        return
    values = {
        "MESSAGE": rich(message["html"], message["text"]),
        "TICKETLINK": _link(ticket, requester),
    }
    rendered = _render(ticket, "ticket_auto_response", values)
    sender = Address(ticket.place.sender_name, ticket.place.sender)
    to = [[requester.display_name, requester.email]]
    head = [["From", str_address(sender)], ["To", _addresses(to)]]
    head += _thread([message["mail_id"]] if message["mail_id"] else [])
    head += _automatic(is_answer=bool(message["mail_id"]))
    row = _row(ticket, at, rendered, head, to, delay=0)
    random = _random(ticket, message)
    row |= {
        "message_id": message_ids.make(AUTO_OWNER, ticket.id, ticket.place.sender, random=random),
        "owner_kind": AUTO_OWNER,
        "owner_id": ticket.id,
        "envelope_from": "",
    }
    ended(ticket, row, at, "")


def ended(ticket: TicketRows, row: Row | None, at: datetime, said: str) -> None:
    """As mail.services.outcome: the server took the mail at the first try, or refused it for good."""
    if row is None:
        return
    row |= {"attempts": 1, "claim": 1, "last_error": said}
    if said:
        refused = [[address, REFUSED, said] for address in row["recipients"]]
        row |= {"state": OutboundMail.State.FAILED.value, "refused": refused, "recipients": []}
    else:
        row |= {"state": OutboundMail.State.SENT.value, "sent_at": at}
    attempt = ticket.batch.add(
        DeliveryAttempt,
        account_id=row["account_id"],
        node=ticket.world.node,
        step="rcpt" if said else "sent",
        code=REFUSED if said else ACCEPTED,
        text=said or TAKEN,
        is_ok=not said,
        at=at,
    )
    ticket.batch.later(lambda: attempt.update(mail_id=row["id"]))


def _row(
    ticket: TicketRows,
    at: datetime,
    rendered: Rendered,
    head: list[Any],
    people: list[Any],
    *,
    delay: int,
) -> Row:
    return ticket.batch.add(
        OutboundMail,
        brand_id=ticket.place.brand_id,
        department_id=ticket.place.department_id,
        account_id=ticket.place.account_id,
        envelope_from=ticket.place.sender,
        recipients=list({address.lower(): address for _name, address in people}.values()),
        subject=rendered.subject[:500],
        headers=head,
        text=rendered.text,
        html=rendered.html,
        next_at=at + timedelta(seconds=delay),
        created_at=at,
        state=OutboundMail.State.QUEUED.value,
    )


def _render(ticket: TicketRows, key: str, values: dict[str, str]) -> Rendered:
    site = ticket.place.site
    variables = {
        "TICKETNUMBER": ticket.row["number"],
        "SUBJECT": ticket.row["subject"],
        "CUSTOMERNAME": ticket.requester.name,
        "DEPARTMENT": ticket.place.department,
    }
    language = ticket.row["language"] or site.language
    known, place = ticket.world.templates, (key, site.id, language)
    if place not in known:
        known[place] = template_for(key, brand_id=site.id, language=language)
    return filled(known[place], brand=site, language=language, variables=variables | values)


def _link(ticket: TicketRows, reader: Person) -> str:
    row, site = Ticket(pk=ticket.id, number=ticket.row["number"]), ticket.place.site
    return portal_link(row, site) if reader.has_account else guest_link(row, User(pk=reader.id), site)


def _addresses(people: list[list[str]]) -> str:
    found = ", ".join(str_address(Address(name, email)) for name, email in people)
    return found or "undisclosed-recipients:;"


def _thread(ids: list[str]) -> list[list[str]]:
    if not ids:
        return []
    return [["In-Reply-To", f"<{ids[-1]}>"], ["References", " ".join(f"<{one}>" for one in ids)]]


def _automatic(*, is_answer: bool) -> list[list[str]]:
    return [
        ["Auto-Submitted", "auto-replied" if is_answer else "auto-generated"],
        ["X-Auto-Response-Suppress", "All"],
        ["Precedence", "bulk" if not is_answer else "auto_reply"],
    ]


def _random(ticket: TicketRows, message: Row) -> str:
    """The same in every run: made of the ticket's number and the message's place in it."""
    return hashlib.sha256(f"{ticket.row['number']}:{message['seq']}".encode()).hexdigest()[:12]
