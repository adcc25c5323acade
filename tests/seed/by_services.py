"""Tells a story by the services, with the clock moved: what the rows of the seeder are compared with."""

from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from typing import Any

import time_machine

from accounts.models import User
from common import html
from events.jobs import dispatch
from helpdesk.seeding.steps import Start, Step, Story
from helpdesk.seeding.world import Person, Place
from mail.errors import TransportError
from mail.gateways.smtp import Handed
from mail.models import OutboundMail
from mail.services import outcome
from organization.models import Department, Group
from tickets import services
from tickets.models import Message, Notification, Status, Ticket
from tickets.services import Content, NewFile, Opening, uploads
from tickets.subscribers import inbound as _listener
from tickets.subscribers import notices as _reactions

SUBSCRIBED = (_listener.__name__, _reactions.__name__)  # importing them subscribes


def tell(story: Story) -> Ticket:
    """The ticket at the end of the story, all facts dispatched."""
    with time_machine.travel(story.start.at, tick=False):
        ticket = _open(story.start)
        dispatch()
    for step in story.steps:
        with time_machine.travel(step.at, tick=False):
            _VERBS[step.verb](ticket, step, **step.given)
            dispatch()
    ticket.refresh_from_db()
    return ticket


def _user(person: Person | None) -> User | None:
    return User.objects.get(pk=person.id) if person else None


def _one(person: Person) -> User:
    return User.objects.get(pk=person.id)


def _group(place: Place) -> Group:
    return Group.objects.get(pk=place.id)


def _open(start: Start) -> Ticket:
    opening = Opening(
        key=start.key,
        department=Department.objects.get(pk=start.place.department_id),
        group=_group(start.place),
        subject=start.subject,
        content=Content(text=start.text, html=start.html),
        requester=_one(start.requester),
        source=start.source,
        by_agent=_user(start.by_agent),
        agent=_user(start.agent),
        priority=start.priority,
        cc=tuple(map(_one, start.cc)),
        files=tuple(NewFile(name=file.name, content=file.content) for file in start.files),
        tags=start.tags,
        language=start.language,
        mail_id=start.mail_id,
        why=start.why,
    )
    ticket = services.open_ticket(opening, actor=(start.by_agent or start.requester).actor)
    _hand_over("ticket_auto", ticket.pk)
    return ticket


def _reply(ticket: Ticket, step: Step, *, text: str, files: Any = (), **fields: Any) -> None:
    author = _one(step.by)
    ids = tuple(_upload(file.name, file.content, author) for file in files)
    content = Content(text=text, html=fields.pop("html", ""))
    services.reply(ticket, actor=step.by.actor, author=author, content=content, attachment_ids=ids, **fields)


def _upload(name: str, content: bytes, by: User) -> int:
    return uploads.upload(name=name, content=BytesIO(content), size=len(content), by=by).pk


def _customer_reply(
    ticket: Ticket,
    step: Step,
    *,
    text: str,
    source: str = "portal",
    quoted: str = "",
    files: Any = (),
    **fields: Any,
) -> None:
    stranger = fields.get("is_stranger", False)
    services.customer_reply(
        ticket,
        actor=step.by.actor,
        author=None if stranger else _one(step.by),
        author_name=step.by.name,
        author_email=step.by.email,
        content=Content(text=text, quoted_html=html.from_text(quoted) if quoted else ""),
        source=source,
        files=tuple(NewFile(name=file.name, content=file.content) for file in files),
        **fields,
    )


def _comment(ticket: Ticket, step: Step, *, text: str, kind: int = Message.Kind.GENERAL) -> None:
    content = Content(text=text)
    services.comment(ticket, actor=step.by.actor, author=_one(step.by), content=content, kind=kind)


def _transfer(
    ticket: Ticket, step: Step, *, place: Place, agent: Person | None = None, **fields: Any
) -> None:
    services.transfer(
        ticket, actor=step.by.actor, group=_group(place), agent=_user(agent), author=_one(step.by), **fields
    )


def _delivered(ticket: Ticket, step: Step, *, seq: int, said: str = "") -> None:
    _hand_over("ticket_message", Message.objects.get(ticket=ticket, seq=seq).pk, said)


def _hand_over(kind: str, item_id: int, said: str = "") -> None:
    """A mail's claim, and the answer of its server."""
    rows = OutboundMail.objects.filter(owner_kind=kind, owner_id=item_id, state=OutboundMail.State.QUEUED)
    for row in rows:
        row.state, row.attempts, row.claim = OutboundMail.State.CLAIMED, row.attempts + 1, row.claim + 1
        row.save()
        assert row.account is not None
        people = list(row.recipients)
        if said:
            error = TransportError("rcpt", said, code=550, permanent=True)
            outcome.not_sent(row, error, account=row.account)
        else:
            handed = Handed(accepted=people, refused=[], deferred=[], code=250, said="2.0.0 Ok: queued")
            outcome.handed_over(row, handed, {one: one for one in people}, account=row.account)


def _read_notices(ticket: Ticket, step: Step) -> None:
    rows = Notification.objects.filter(ticket=ticket, user_id=step.by.id)
    services.read_notifications(_one(step.by), ids=list(rows.values_list("id", flat=True)))


def _plain(verb: Callable[..., Any]) -> Callable[..., None]:
    def call(ticket: Ticket, step: Step, **given: Any) -> None:
        verb(ticket, actor=step.by.actor, **given)

    return call


def _status(ticket: Ticket, step: Step, *, status: int, comment: str = "") -> None:
    if status == Status.ACTIVE:
        services.reopen(ticket, actor=step.by.actor)
    else:
        services.set_status(ticket, actor=step.by.actor, status=status, comment=comment)


_VERBS: dict[str, Callable[..., Any]] = {
    "reply": _reply,
    "customer_reply": _customer_reply,
    "comment": _comment,
    "transfer": _transfer,
    "delivered": _delivered,
    "read_notices": _read_notices,
    "set_status": _status,
    "assign": lambda ticket, step, agent: services.assign(ticket, actor=step.by.actor, agent=_user(agent)),
    "set_priority": _plain(services.set_priority),
    "set_subject": _plain(services.set_subject),
    "add_tag": _plain(services.add_tag),
    "delete": _plain(services.delete),
    "mark_spam": _plain(services.mark_spam),
    "pin": lambda ticket, step: services.pin(ticket, actor=step.by.actor, pinned=True),
    "add_cc": lambda ticket, step, person: services.add_cc(ticket, actor=step.by.actor, user=_one(person)),
    "mark_read": lambda ticket, step, seq: services.mark_read(ticket, agent=_one(step.by), seq=seq),
}


def moment(text: str) -> datetime:
    """A time in UTC."""
    return datetime.fromisoformat(f"{text}+00:00")
