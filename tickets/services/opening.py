"""Opening a ticket in three steps: reserve the number, ask the outside, write all in one transaction."""

from collections.abc import Mapping
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
from customfields.selectors import by_names, texts_by_name
from organization.models import Department, Group, Membership
from providers.selectors import login_name
from tickets import facts
from tickets.errors import TicketRefusedError, WrongTargetError
from tickets.models import Message, Participant, Priority, Reservation, Status, Ticket
from tickets.services import answers, fields, labels, mailing, numbers
from tickets.services.change import Change, shelf_of
from tickets.services.content import Content, NewFile, prepare
from tickets.services.parts import attach_files, attach_uploads
from tickets.services.starting import Question, ask
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
    fields: Mapping[int, Any] = field(default_factory=dict)  # custom fields: id → value
    is_vouched: bool = False  # the requester is signed in, or an agent says who it is


def open_ticket(opening: Opening, *, actor: Actor) -> Ticket:
    """All three steps; call it outside a transaction. The same key again returns the same ticket.

    Raises EmptyMessageError, WrongTargetError, AlreadyUsedError, ClosingRefusedError, TicketRefusedError;
    nothing is written then but the number, and what the ticket provider said.
    """
    body = prepare(opening.content, may_be_empty=bool(opening.attachment_ids or opening.files))
    reserve(opening.key)
    return open_reserved(replace(opening, content=body), actor=actor)


def open_reserved(opening: Opening, *, actor: Actor) -> Ticket:
    """Steps two and three, for a door that has reserved the number. Raises as `open_ticket`."""
    ask(opening.key, lambda: _question(opening))
    return complete(opening, actor=actor)


def _question(opening: Opening) -> Question:
    """A customer who is signed in is known by user name; everybody else by address only."""
    login = login_name(opening.requester) if opening.is_vouched else ""
    return Question(
        department=opening.department.name,
        subject=opening.subject,
        login=login,
        email="" if login else opening.requester.email,
        fields=texts_by_name(opening.fields),
    )


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
    answer = answers.read(reservation.answer)
    routed = _routed(opening, answer) if answer is not None else None
    if answer is not None and routed is not None:
        opening = _moved(opening, answer, routed)
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
    words = fields.give(ticket, opening.fields, actor=actor)
    if not ticket.is_open:
        fields.check_closing(ticket)
    message = _first_message(opening, ticket, body, words)
    has_files = bool(attach_uploads(message, opening.attachment_ids) + attach_files(message, opening.files))
    _tell(opening, change, message, has_files)
    if answer is not None and routed is not None:
        answers.record(change, answer, routed)
    change.finish()
    return ticket


def _routed(opening: Opening, answer: answers.Answer) -> answers.Route:
    """Where the provider sends the ticket. Raises TicketRefusedError."""
    if not answer.allowed:
        raise TicketRefusedError(answer.sentence)
    return answers.route(answer, opening.department, opening.group)


def _moved(opening: Opening, answer: answers.Answer, routed: answers.Route) -> Opening:
    """As the provider wants it. An agent who is not in the group it goes to leaves it to the queue there."""
    if answer.fields:
        opening = replace(opening, fields={**opening.fields, **by_names(answer.fields)})
    if not routed.is_moved:
        return opening
    opening = replace(opening, department=routed.department, group=routed.group)
    agent, group = opening.agent, _group_for(opening)
    stays = agent is not None and Membership.objects.filter(group=group, agent=agent).exists()
    return replace(opening, group=group, agent=agent if stays else None)


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


def _first_message(opening: Opening, ticket: Ticket, body: Content, words: list[str]) -> Message:
    author, requester = opening.by_agent or opening.requester, opening.requester
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
        texts=[ticket.number, ticket.subject, requester.name, requester.email, body.text, *words],
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
