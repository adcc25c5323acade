"""The frame of every change of a ticket: lock, change, counters, audit, facts, signals."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar

from django.utils import timezone

from accounts.models import User
from common import audit, counters, search
from common.actor import Actor
from common.realtime import signal
from events.services import publish
from tickets.facts import TicketFact
from tickets.models import Status, Ticket
from tickets.selectors.counts import COUNTER
from tickets.services.telling import Names, common_args, names_of

F = TypeVar("F", bound=TicketFact)


def counter_key(ticket: Ticket) -> tuple[int, int, int] | None:
    """Open tickets are counted by group, agent and status; others not at all."""
    if ticket.shelf != Ticket.Shelf.OPEN:
        return None
    return (ticket.group_id, ticket.agent_id or User.QUEUE_ID, ticket.status)


class Change:
    """One locked ticket while it is changed. `now` is the moment of the whole change."""

    def __init__(self, ticket: Ticket, actor: Actor, now: datetime, *, is_new: bool = False) -> None:
        self.ticket = ticket
        self.actor = actor
        self.now = now
        self.is_new = is_new
        self._key = None if is_new else counter_key(ticket)
        self._group = ticket.group_id
        self._names: Names | None = None
        self._fields: set[str] = set()

    @property
    def names(self) -> Names:
        """The names around the ticket; call `renamed` after they changed."""
        if self._names is None:
            self._names = names_of(self.ticket, is_new=self.is_new)
        return self._names

    def renamed(self) -> None:
        self._names = None

    def use(self, names: Names) -> None:
        """The caller has the names already: three statements less."""
        self._names = names

    def set(self, **fields: Any) -> None:
        """Changes columns; they are written once, at the end."""
        for name, value in fields.items():
            setattr(self.ticket, name, value)
        self._fields |= fields.keys()

    def touch(self) -> None:
        """Somebody did something: the ticket goes to the top of lists."""
        self.set(updated_at=self.now)

    def record(self, action: str, **data: Any) -> None:
        audit.record("ticket", self.ticket.pk, action, self.actor, data, at=self.now)

    def tell(self, fact: type[F], **extra: Any) -> None:
        """Publishes a fact with the ticket's common arguments as they are now."""
        publish(fact(**common_args(self.ticket, self.names), **extra), actor=self.actor)

    def finish(self) -> None:
        """Writes what changed."""
        if self._fields and not self.is_new:
            self.ticket.save(update_fields=sorted(self._fields))
        self._count()
        if self._group != self.ticket.group_id:
            search.move("ticket", self.ticket.pk, scope=self.ticket.group_id)
            signal(f"group:{self._group}", "list", {"ticket": self.ticket.pk})
        signal(f"group:{self.ticket.group_id}", "list", {"ticket": self.ticket.pk})

    def _count(self) -> None:
        after = counter_key(self.ticket)
        if after == self._key:
            return
        deltas = [(key, n) for key, n in ((self._key, -1), (after, 1)) if key is not None]
        counters.add(COUNTER, deltas)


@contextmanager
def changing(ticket: Ticket, actor: Actor) -> Iterator[Change]:
    """Locks the ticket's row, hands it out as it is now, and finishes the change. Inside a unit only."""
    locked = Ticket.objects.select_for_update().get(pk=ticket.pk)
    change = Change(locked, actor, timezone.now())
    yield change
    change.finish()
    signal(f"ticket:{locked.pk}", "changed", {"seq": locked.last_seq})
    ticket.__dict__.update(locked.__dict__)  # the caller's instance shows what is stored


def shelf_of(status: int) -> int:
    """Where a ticket of this status stands, spam and deleted apart."""
    return Ticket.Shelf.OPEN if status in (Status.ACTIVE, Status.WAITING) else Ticket.Shelf.CLOSED
