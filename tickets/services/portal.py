"""Verbs of the portal's door: a reply that a double click cannot double, the guest's link by mail."""

from typing import Any

from accounts.models import User
from accounts.services import customer_for_address
from common import throttle
from common.unit import write
from mail import services as mail
from tickets.models import Message, Ticket
from tickets.selectors.links import guest_link
from tickets.services.conversation import customer_reply
from tickets.services.mailing import address as mail_address
from tickets.services.opening import reserve

_DAY = 86400


@write
def begin_as_guest(key: str, *, name: str, address: str) -> User:
    """Step one for a guest, in one transaction: the person with this address, and the ticket's number.

    `complete` goes on from here.
    """
    person = customer_for_address(name=name, address=address)
    reserve(key)
    return person


@write
def reply_once(ticket: Ticket, *, key: str, **fields: Any) -> Message | None:
    """`customer_reply`, once a form key: the second of a double click changes nothing and returns None.

    The key is counted in the same transaction, so a reply that was refused may be sent again.
    """
    if not throttle.once(f"reply:{ticket.pk}:{key}", seconds=_DAY):
        return None
    return customer_reply(ticket, **fields)


@write
def mail_link(ticket: Ticket, person: User) -> None:
    """Mails somebody who takes part a new link to the ticket."""
    site = ticket.brand.site
    rendered = mail.render(
        "ticket_link",
        brand=site,
        language=ticket.language or site.language,
        variables={
            "TICKETNUMBER": ticket.number,
            "SUBJECT": ticket.subject,
            "CUSTOMERNAME": person.name,
            "DEPARTMENT": ticket.department.name,
            "TICKETLINK": guest_link(ticket, person, site),
        },
    )
    mail.queue(
        owner_kind="ticket_link",
        owner_id=ticket.pk,
        to=[mail_address(person)],
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        brand_id=site.id,
        department_id=ticket.department_id,
        automatic=True,
        envelope_from="",
    )
