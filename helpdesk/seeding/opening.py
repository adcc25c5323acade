"""Opening a ticket, told into rows."""

from datetime import datetime

from common.actor import Actor
from common.clock import FAR_FUTURE
from common.html import snippet
from helpdesk.seeding import outgoing
from helpdesk.seeding.rows import CREATED, MESSAGE, TicketRows, body_of
from helpdesk.seeding.steps import Start
from helpdesk.seeding.tables import Batch, Row
from helpdesk.seeding.world import World
from tickets.models import Participant, Reservation, Status, Ticket, TicketTag
from tickets.services.change import shelf_of


def open_ticket(batch: Batch, world: World, start: Start, *, ticket_id: int, number: str) -> TicketRows:
    """As services.opening.complete."""
    ticket = TicketRows(batch, world, ticket_id, start)
    at, place, by = start.at, start.place, start.by_agent
    body = body_of(start.text, start.html)
    ticket.row = batch.add(
        Ticket,
        number=number,
        brand_id=place.brand_id,
        department_id=place.department_id,
        group_id=place.id,
        agent_id=ticket.agent.id,
        requester_id=start.requester.id,
        subject=start.subject[:255],
        status=int(Status.ACTIVE),
        priority=int(start.priority),
        shelf=shelf_of(Status.ACTIVE),
        source=start.source.value,
        language=start.language,
        created_at=at,
        updated_at=at,
        customer_wrote_at=at,
        agent_wrote_at=at if by else FAR_FUTURE,
        last_seq=0,
        replies_in=0 if by else 1,
        replies_out=1 if by else 0,
        snippet=snippet(body.text),
        last_by_agent=by is not None,
    )
    batch.add(Reservation, key=start.key, number=number, ticket_id=ticket_id, created_at=at)
    give_tags(ticket, start.tags)
    for person in start.cc:
        batch.add(Participant, ticket_id=ticket_id, user_id=person.id)
    ticket.cc = list(start.cc)
    _first_message(ticket, start)
    return ticket


def give_tags(ticket: TicketRows, tags: tuple[str, ...]) -> None:
    """Tags that are not there yet."""
    for tag in sorted(tags, key=ticket.world.tags.__getitem__):
        ticket.batch.add(TicketTag, ticket_id=ticket.id, tag_id=ticket.world.tags[tag])
    ticket.tags = sorted([*ticket.tags, *tags])


def _first_message(ticket: TicketRows, start: Start) -> None:
    author, at, by_agent = start.by_agent or start.requester, start.at, start.by_agent is not None
    ticket.search_document(at)
    body, requester = body_of(start.text, start.html), start.requester
    ticket.index(at, ticket.row["number"], start.subject, requester.name, requester.email, body.text)
    message = ticket.part(
        at,
        body,
        new_words=False,
        by_agent=by_agent,
        author_id=author.id,
        author_name=author.name,
        author_email=author.email,
        source=start.source.value,
        mail_id=start.mail_id,
        why=start.why,
    )
    ticket.attach(at, message, start.files)
    if by_agent:
        delay = ticket.world.send_delay
        outgoing.message(ticket, message, to=[requester], cc=start.cc, delay=delay)
    elif ticket.place.auto_respond:
        outgoing.auto_response(ticket, message)
    data = {"source": start.source.value, "department": ticket.place.department, "seq": 1}
    ticket.record(at, author.actor, "ticket.created", **data)
    ticket.tell(at, author.actor, CREATED)
    to = start.requester.email if by_agent else ""
    tell_message(ticket, at, author.actor, message, has_files=bool(start.files), first=True, to=to)


def tell_message(
    ticket: TicketRows, at: datetime, actor: Actor, message: Row, *, has_files: bool, first: bool, to: str
) -> None:
    """The fact of a message in or out."""
    ticket.tell(
        at,
        actor,
        MESSAGE,
        part=message,
        messageId=0,
        direction="out" if message["by_agent"] else "in",
        message=message["text"][:4000],
        hasAttachments=has_files,
        isFirst=first,
        toAddress=to,
    )
