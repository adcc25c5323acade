"""The language of stories: how a ticket was opened, and what people did to it one after another."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from helpdesk.seeding.world import File, Person, Place
from tickets.models import Priority, Ticket


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """How it was opened. With `by_agent` the first message goes out to the requester."""

    key: str
    at: datetime
    place: Place
    subject: str
    text: str
    requester: Person
    html: str = ""
    source: Ticket.Source = Ticket.Source.PORTAL
    by_agent: Person | None = None
    agent: Person | None = None
    priority: int = Priority.NORMAL
    cc: tuple[Person, ...] = ()
    files: tuple[File, ...] = ()
    tags: tuple[str, ...] = ()
    language: str = ""
    mail_id: str = ""
    why: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """`verb` is one of tickets.services, `given` its keyword arguments in the terms of stories."""

    verb: str
    at: datetime
    by: Person
    given: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Story:
    """A ticket's whole life."""

    start: Start
    steps: tuple[Step, ...] = ()
