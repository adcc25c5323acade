"""Tells a story by the services, with the clock moved: what the rows of the seeder are compared with."""

from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from typing import Any, Literal

import time_machine

from accounts.models import User
from events.jobs import dispatch
from helpdesk.seeding.steps import Start, Step, Story
from helpdesk.seeding.world import Person, Place
from mail.registry import Delivery
from organization.models import Department, Group
from tickets import services
from tickets.models import Message, Notification, Status, Ticket
from tickets.services import Content, NewFile, Opening, sending, uploads
from tickets.subscribers import notices as _reactions

REACTIONS = _reactions.__name__  # importing it subscribes them


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
    return services.open_ticket(opening, actor=(start.by_agent or start.requester).actor)


def _reply(ticket: Ticket, step: Step, *, text: str, html: str = "", files: Any = (), **fields: Any) -> None:
    author = _one(step.by)
    ids = tuple(_upload(file.name, file.content, author) for file in files)
    content = Content(text=text, html=html)
    services.reply(ticket, actor=step.by.actor, author=author, content=content, attachment_ids=ids, **fields)


def _upload(name: str, content: bytes, by: User) -> int:
    return uploads.upload(name=name, content=BytesIO(content), size=len(content), by=by).pk


def _customer_reply(
    ticket: Ticket, step: Step, *, text: str, source: str = "portal", files: Any = (), **fields: Any
) -> None:
    stranger = fields.get("is_stranger", False)
    services.customer_reply(
        ticket,
        actor=step.by.actor,
        author=None if stranger else _one(step.by),
        author_name=step.by.name,
        author_email=step.by.email,
        content=Content(text=text),
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
    message = Message.objects.get(ticket=ticket, seq=seq)
    state: Literal["sent", "failed"] = "failed" if said else "sent"
    people = tuple(address for _name, address in message.to)
    sending.delivered(Delivery("ticket_message", message.pk, 0, state, people, said, permanent=bool(said)))


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
