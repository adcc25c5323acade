"""Opening a ticket in three steps: reserve the number, ask the outside, write all in one transaction."""

from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common import audit, search
from common.actor import Actor
from common.html import snippet
from common.realtime import signal
from common.unit import in_unit, write
from organization.models import Department, Group
from tickets import facts
from tickets.errors import WrongTargetError
from tickets.models import Message, Participant, Priority, Reservation, Status, Ticket
from tickets.services import labels, mailing, numbers
from tickets.services.change import Change, shelf_of
from tickets.services.content import Content, NewFile, prepare
from tickets.services.parts import attach_files, attach_uploads
from tickets.services.telling import Names, queue

_NUMBER_ATTEMPTS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What a door knows. `key` makes a retry find what was begun: form key, raw mail, idempotency key.

    With `by_agent` the first message goes out to the requester; else it came from the requester.
    """

    key: str
    department: Department
    subject: str
    content: Content
    requester: User
    source: Ticket.Source
    by_agent: User | None = None
    group: Group | None = None
    agent: User | None = None
    priority: int = Priority.NORMAL
    status: int = Status.ACTIVE
    cc: tuple[User, ...] = ()
    attachment_ids: tuple[int, ...] = ()
    files: tuple[NewFile, ...] = ()
    tags: tuple[str, ...] = ()
    language: str = ""
    auto_respond: bool = True
    mail_id: str = ""
    inbound_id: int | None = None
    why: dict[str, Any] = field(default_factory=dict)
    is_automatic: bool = False


def open_ticket(opening: Opening, *, actor: Actor) -> Ticket:
    """All three steps; call it outside a transaction. The same key again returns the same ticket.

    Raises EmptyMessageError, WrongTargetError, AlreadyUsedError; nothing is written then but the number.
    """
    body = prepare(opening.content, may_be_empty=bool(opening.attachment_ids or opening.files))
    reserve(opening.key)
    return complete(replace(opening, content=body), actor=actor)


def reserve(key: str) -> Reservation:
    """Step one, a short transaction of its own: the number and the door's key.

    A key that is reserved keeps its number; a number that another key has is passed over.
    """
    for _attempt in range(_NUMBER_ATTEMPTS):
        try:
            # A unit that is open must outlive a clash.
            with transaction.atomic() if in_unit() else nullcontext():
                return _insert_reservation(key)
        except IntegrityError:
            known = Reservation.objects.filter(key=key).first()
            if known is not None:
                return known
    raise RuntimeError(
        f"{_NUMBER_ATTEMPTS} ticket numbers in a row are taken: is `tickets.installation` right?"
    )


@write
def _insert_reservation(key: str) -> Reservation:
    return Reservation.objects.create(key=key, number=numbers.next_number())


@write
def complete(opening: Opening, *, actor: Actor) -> Ticket:
    """Step three: the ticket with all that belongs to it, once a reservation. Raises as `open_ticket`."""
    reservation = Reservation.objects.select_for_update().get(key=opening.key)
    if reservation.ticket_id is not None:
        return Ticket.objects.get(pk=reservation.ticket_id)
    group = _group_for(opening)
    agent = opening.agent or queue()
    body = prepare(opening.content, may_be_empty=bool(opening.attachment_ids or opening.files))
    ticket = _row(opening, reservation.number, group, agent, body)
    ticket.save(force_insert=True)
    Reservation.objects.filter(pk=reservation.pk).update(ticket=ticket)
    change = Change(ticket, actor, ticket.created_at, is_new=True)
    tags = labels.give(ticket, opening.tags)
    change.use(Names(group, agent, opening.requester, ", ".join(tags)))
    Participant.objects.bulk_create([Participant(ticket=ticket, user=person) for person in _cc(opening)])
    message = _first_message(opening, ticket, body)
    has_files = bool(attach_uploads(message, opening.attachment_ids) + attach_files(message, opening.files))
    _tell(opening, change, message, has_files)
    change.finish()
    return ticket


def _group_for(opening: Opening) -> Group:
    """The given group, else the department's front line, with department and brand loaded."""
    group_id = opening.group.pk if opening.group else opening.department.front_line_id
    rows = Group.objects.select_related("department__brand").filter(is_active=True)
    group = rows.filter(pk=group_id).first() if group_id else None
    if group is None:
        raise WrongTargetError(_("This department has no front-line group. An administrator has to set one."))
    return group


def _cc(opening: Opening) -> list[User]:
    seen = {opening.requester.pk}
    return [person for person in opening.cc if not (person.pk in seen or seen.add(person.pk))]  # type: ignore[func-returns-value]  # set.add is the trick


def _row(opening: Opening, number: str, group: Group, agent: User, body: Content) -> Ticket:
    now = timezone.now()
    by_agent = opening.by_agent is not None
    ticket = Ticket(
        number=number,
        brand=group.department.brand,
        department=group.department,
        group=group,
        agent=agent,
        requester=opening.requester,
        subject=(opening.subject.replace("\0", "").strip() or _("(no subject)"))[:255],
        status=opening.status,
        priority=opening.priority,
        shelf=shelf_of(opening.status),
        source=opening.source,
        language=opening.language[:10],
        created_at=now,
        updated_at=now,
        customer_wrote_at=now,
        last_seq=1,
        replies_in=0 if by_agent else 1,
        replies_out=1 if by_agent else 0,
        snippet=snippet(body.text),
        last_by_agent=by_agent,
    )
    if by_agent:
        ticket.agent_wrote_at = now
    if not ticket.is_open:
        ticket.closed_at = now
    return ticket


def _first_message(opening: Opening, ticket: Ticket, body: Content) -> Message:
    author = opening.by_agent or opening.requester
    message = Message.objects.create(
        ticket=ticket,
        seq=1,
        by_agent=opening.by_agent is not None,
        author=author,
        author_name=author.name,
        author_email=author.email,
        html=body.html,
        text=body.text,
        quoted_html=body.quoted_html,
        created_at=ticket.created_at,
        source=opening.source,
        mail_id=opening.mail_id[:255],
        inbound_id=opening.inbound_id,
        why=opening.why,
        is_automatic=opening.is_automatic,
    )
    search.add(
        "ticket",
        ticket.pk,
        scope=ticket.group_id,
        at=ticket.created_at,
        texts=[ticket.number, ticket.subject, opening.requester.name, opening.requester.email, body.text],
    )
    return message


def _tell(opening: Opening, change: Change, message: Message, has_files: bool) -> None:
    ticket, requester = change.ticket, opening.requester
    if opening.by_agent is not None:
        mailing.send_message(change, message, to=[requester], cc=list(opening.cc))
    elif opening.auto_respond and not opening.is_automatic and change.names.group.department.auto_respond:
        mailing.auto_respond(change, message)
    audit.record(
        "ticket",
        ticket.pk,
        "ticket.created",
        change.actor,
        {"source": ticket.source, "department": change.names.group.department.name, "seq": 1},
        at=change.now,
    )
    change.tell(facts.TicketCreated)
    change.tell(
        facts.TicketMessageSent,
        messageId=message.pk,
        direction="out" if message.by_agent else "in",
        message=message.text[:4000],
        hasAttachments=has_files,
        isFirst=True,
        toAddress=requester.email if message.by_agent else "",
    )
    signal(f"user:{requester.pk}", "tickets", {"ticket": ticket.pk})
