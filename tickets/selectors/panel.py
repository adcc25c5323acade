"""What stands around an open ticket: tags, people, drafts, the customer and their other tickets."""

from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.http import Http404

from accounts.models import User
from common.models import SignalRow
from organization.models import Group
from organization.selectors import Scope
from tickets.models import (
    Attachment,
    Draft,
    FollowUp,
    Participant,
    Presence,
    ReadState,
    Status,
    Tag,
    Ticket,
    TicketTag,
    TimeLog,
)
from tickets.selectors.core import tickets_of
from tickets.selectors.presence import LOOKING, UNREAD, Looker, Person, Standing, since

MANY = 100


@dataclass(frozen=True, slots=True)
class Back:
    """What the ticket becomes when it comes back: 0 and "" where it stays."""

    status: int
    agent_id: int
    agent: str
    group: str


@dataclass(frozen=True, slots=True)
class Worked:
    """A line of the time log."""

    id: int
    person: Person
    minutes: int
    subject: str


@dataclass(frozen=True, slots=True)
class OtherTicket:
    number: str
    subject: str
    status: int
    shelf: int

    @property
    def is_open(self) -> bool:
        return self.status in (Status.ACTIVE, Status.WAITING) and self.shelf == Ticket.Shelf.OPEN


@dataclass(frozen=True, slots=True)
class Customer:
    """The requester's tickets that the agent may see, newest first; at most MANY are looked at."""

    tickets: list[OtherTicket] = field(default_factory=list)

    @property
    def total(self) -> str:
        return f"{MANY}+" if len(self.tickets) > MANY else str(len(self.tickets))

    @property
    def open_count(self) -> int:
        return sum(ticket.is_open for ticket in self.tickets)

    def others(self, ticket: Ticket, limit: int = 5) -> list[OtherTicket]:
        """Open ones first."""
        rest = [other for other in self.tickets if other.number != ticket.number]
        return sorted(rest, key=lambda other: not other.is_open)[:limit]


@dataclass(frozen=True, slots=True)
class Around:
    """Tags with their colours, cc, who else is here, files by message, and where the agent stands.

    `since` is the position in the stream before any of it was read.
    """

    tags: list[tuple[str, str]] = field(default_factory=list)
    cc: list[tuple[Person, str]] = field(default_factory=list)
    lookers: list[Looker] = field(default_factory=list)
    unread: int = 0
    files: dict[int, list[Attachment]] = field(default_factory=dict)
    has_draft: bool = False
    standing: Standing = field(default_factory=Standing)
    since: int = 0
    back: Back | None = None
    times: list[Worked] = field(default_factory=list)
    customer: Customer = field(default_factory=Customer)


_AROUND = f"""SELECT 0, 'tag', tag.name, tag.colour, tag.id, '', 0
  FROM {TicketTag._meta.db_table} given JOIN {Tag._meta.db_table} tag ON tag.id = given.tag_id
  WHERE given.ticket_id = %s
UNION ALL
SELECT 0, 'cc', CASE WHEN person.display_name = '' THEN person.username ELSE person.display_name END,
  person.email, person.id, '', 0
  FROM {Participant._meta.db_table} part JOIN {User._meta.db_table} person ON person.id = part.user_id
  WHERE part.ticket_id = %s
UNION ALL SELECT message_id, 'file', name, content_type, id, content_id, size
  FROM {Attachment._meta.db_table} WHERE ticket_id = %s AND message_id IS NOT NULL
UNION ALL SELECT COALESCE(back.status, 0), 'back', COALESCE(agent.display_name, ''),
  COALESCE(team.name, ''), COALESCE(back.agent_id, 0), COALESCE(agent.username, ''), 0
  FROM {FollowUp._meta.db_table} back LEFT JOIN {User._meta.db_table} agent ON agent.id = back.agent_id
  LEFT JOIN {Group._meta.db_table} team ON team.id = back.group_id WHERE back.ticket_id = %s
UNION ALL SELECT log.minutes, 'time', log.subject, worker.display_name, log.id, worker.username, log.agent_id
  FROM {TimeLog._meta.db_table} log JOIN {User._meta.db_table} worker ON worker.id = log.agent_id
  WHERE log.ticket_id = %s
UNION ALL SELECT 0, 'draft', '', '', id, '', 0
  FROM {Draft._meta.db_table} WHERE ticket_id = %s AND agent_id = %s
UNION ALL SELECT 0, 'read', '', '', seq, '', 0
  FROM {ReadState._meta.db_table} WHERE agent_id = %s AND ticket_id = %s
UNION ALL SELECT 0, 'self', CASE WHEN is_writing THEN 'writes' ELSE '' END, '',
  CASE WHEN seen_at > %s THEN 1 ELSE 0 END, '', 0
  FROM {Presence._meta.db_table} WHERE ticket_id = %s AND agent_id = %s
UNION ALL SELECT 0, 'since', '', '', COALESCE(MAX(id), 0), '', 0 FROM {SignalRow._meta.db_table}
UNION ALL {LOOKING}(%s) UNION ALL {UNREAD}"""  # noqa: S608  # our own tables


def around(ticket: Ticket, user_id: int, scope: Scope | None = None) -> Around:
    """All that in one SQL statement: few rows each, and a page has many statements. The customer's other
    tickets only with a scope, which says what the agent may see of them."""
    pk, now = ticket.pk, since()
    values = [pk, pk, pk, pk, pk, pk, user_id, user_id, pk, now, pk, user_id, now, user_id, pk, user_id]
    others, other_values = _others(ticket.requester_id, scope) if scope else ("", [])
    union = f" UNION ALL SELECT shelf, 'other', number, subject, status, '', 0 FROM ({others}) other"  # noqa: S608  # our own tables
    with connection.cursor() as cursor:
        cursor.execute(_AROUND + union if others else _AROUND, [*values, *other_values])
        rows = cursor.fetchall()
    return _around(rows)


def _around(rows: list[tuple[Any, ...]]) -> Around:
    tags = sorted((name, extra) for _of, kind, name, extra, _pk, *_ in rows if kind == "tag")
    cc = [(Person(pk, name), address) for _of, kind, name, address, pk, *_ in rows if kind == "cc"]
    lookers = [
        Looker(Person(pk, name or login), kind == "writes")
        for _of, kind, name, login, pk, *_ in rows
        if kind in ("looks", "writes")
    ]
    one = {row[1]: row for row in rows}
    own = one.get("self")
    return Around(
        tags,
        cc,
        lookers,
        sum(row[1] == "unread" for row in rows),
        _files(rows),
        "draft" in one,
        Standing(
            one["read"][4] if "read" in one else None,
            None if own is None else bool(own[4]),
            own is not None and bool(own[2]),
        ),
        one["since"][4],
        Back(one["back"][0], one["back"][4], one["back"][2] or one["back"][5], one["back"][3])
        if "back" in one
        else None,
        [
            Worked(pk, Person(agent, name or login), minutes, subject)
            for minutes, kind, subject, name, pk, login, agent in sorted(rows, key=lambda row: -row[4])
            if kind == "time"
        ],
        Customer([OtherTicket(row[2], row[3], row[4], row[0]) for row in rows if row[1] == "other"]),
    )


def _files(rows: list[tuple[Any, ...]]) -> dict[int, list[Attachment]]:
    found: dict[int, list[Attachment]] = {}
    for message, kind, name, content_type, pk, content_id, size in rows:
        if kind == "file":
            file = Attachment(
                pk=pk,
                message_id=message,
                name=name,
                content_type=content_type,
                content_id=content_id,
                size=size,
            )
            found.setdefault(message, []).append(file)
    for files in found.values():
        files.sort(key=lambda file: file.pk)
    return found


_OTHERS = f"""SELECT number, subject, status, shelf FROM {Ticket._meta.db_table}
  WHERE requester_id = %s AND shelf IN (%s, %s)"""  # noqa: S608  # our own table
_OTHERS_ORDER = f"ORDER BY shelf, updated_at DESC LIMIT {MANY + 1}"


def _others(requester_id: int, scope: Scope) -> tuple[str, list[Any]]:
    """The statement for the requester's tickets, found by index, and its values; none without groups."""
    groups = scope.group_list
    if groups is not None and not groups:
        return "", []
    within = f"AND group_id IN ({', '.join(['%s'] * len(groups))})" if groups is not None else ""
    shelves = [int(Ticket.Shelf.OPEN), int(Ticket.Shelf.CLOSED)]
    return f"{_OTHERS} {within} {_OTHERS_ORDER}", [requester_id, *shelves, *(groups or ())]


def customer_of(requester_id: int, scope: Scope) -> Customer:
    """One SQL statement, by index."""
    statement, values = _others(requester_id, scope)
    if not statement:
        return Customer()
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return Customer([OtherTicket(*row) for row in cursor.fetchall()])


def drafts_of(ticket: Ticket, user_id: int) -> list[Draft]:
    """The agent's unsent texts on this ticket, the newest first."""
    return list(Draft.objects.filter(ticket=ticket, agent_id=user_id).order_by("-saved_at"))


def visible_ids(ids: list[int], scope: Scope) -> list[int]:
    """Which of these tickets the agent may see. No SQL statement for none."""
    return list(tickets_of(scope).filter(pk__in=ids).values_list("pk", flat=True)) if ids else []


@dataclass(frozen=True, slots=True)
class Mark:
    """Which ticket, and up to where it goes: all that a page's sign of life needs."""

    pk: int
    last_seq: int


def mark_of(scope: Scope, number: str) -> Mark:
    """Of a ticket that the agent may see. Raises Http404."""
    found = tickets_of(scope).filter(number=number.upper()).values_list("pk", "last_seq").first()
    if found is None:
        raise Http404
    return Mark(*found)
