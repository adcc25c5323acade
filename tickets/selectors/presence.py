"""Who else looks at tickets, and how many notifications wait: asked together, as every page needs both."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from accounts.models import User
from tickets.models import Notification, Presence, ReadState

PRESENT_SECONDS = 65  # a page tells that it is open every 25
MANY = 99


@dataclass(frozen=True, slots=True)
class Person:
    """As much of somebody as an avatar needs; `pk` 1 is nobody."""

    pk: int
    display_name: str

    def __str__(self) -> str:
        return self.display_name


@dataclass(frozen=True, slots=True)
class Looker:
    """Somebody else who has the ticket open."""

    person: Person
    is_writing: bool


@dataclass(frozen=True, slots=True)
class Here:
    """`lookers` by ticket; `unread` notifications of the person who asks, MANY + 1 at most."""

    lookers: dict[int, list[Looker]] = field(default_factory=dict)
    unread: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of the asking agent on one ticket: up to where they have read, and their own presence.

    `read` None: never; `is_here` None: no sign of presence, False: an old one.
    """

    read: int | None = None
    is_here: bool | None = None
    is_writing: bool = False

    def is_news(self, seq: int, *, is_writing: bool = False) -> bool:
        """True when a page that is opened now and shows `seq` has anything to note."""
        return (self.read or 0) < seq or not self.is_here or self.is_writing != is_writing


# Written out: built by the ORM each time it would cost more than it takes to run. Portable.
LOOKING = f"""SELECT here.ticket_id AS ticket,
  CASE WHEN here.is_writing THEN 'writes' ELSE 'looks' END AS kind,
  agent.display_name AS name, agent.username AS login, agent.id AS person, '' AS more, 0 AS size
  FROM {Presence._meta.db_table} here JOIN {User._meta.db_table} agent ON agent.id = here.agent_id
  WHERE here.seen_at > %s AND here.agent_id <> %s AND here.ticket_id IN """  # noqa: S608  # our own tables
UNREAD = f"""SELECT * FROM (SELECT 0 AS ticket, 'unread' AS kind, '' AS name, '' AS login, id AS person,
  '' AS more, 0 AS size FROM {Notification._meta.db_table}
  WHERE user_id = %s AND read_at IS NULL LIMIT {MANY + 1}) waiting"""  # noqa: S608


def since() -> Any:
    """From when on a sign of presence counts, as the database takes it."""
    return connection.ops.adapt_datetimefield_value(timezone.now() - timedelta(seconds=PRESENT_SECONDS))


_STANDING = f"""SELECT 'read' AS kind, seq AS n, FALSE AS writes FROM {ReadState._meta.db_table}
  WHERE agent_id = %s AND ticket_id = %s
UNION ALL SELECT 'self', CASE WHEN seen_at > %s THEN 1 ELSE 0 END, is_writing FROM {Presence._meta.db_table}
  WHERE agent_id = %s AND ticket_id = %s"""  # noqa: S608  # our own tables


def standing_of(ticket_id: int, user_id: int) -> Standing:
    """One SQL statement."""
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, [user_id, ticket_id, since(), user_id, ticket_id])
        rows = {kind: (number, bool(writes)) for kind, number, writes in cursor.fetchall()}
    own = rows.get("self")
    return Standing(
        read=rows["read"][0] if "read" in rows else None,
        is_here=None if own is None else bool(own[0]),
        is_writing=own is not None and own[1],
    )


def here_of(ids: Collection[int], user_id: int) -> Here:
    """Who else has these tickets open. One SQL statement."""
    marks = ", ".join(["%s"] * len(ids))
    with connection.cursor() as cursor:
        cursor.execute(f"{LOOKING}({marks}) UNION ALL {UNREAD}", [since(), user_id, *ids, user_id])
        rows = cursor.fetchall()
    lookers: dict[int, list[Looker]] = {}
    for ticket, kind, name, login, person, _more, _size in rows:
        if kind != "unread":
            lookers.setdefault(ticket, []).append(Looker(Person(person, name or login), kind == "writes"))
    return Here(lookers, sum(row[1] == "unread" for row in rows))
