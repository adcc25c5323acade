"""What stands around an open ticket: tags, people, drafts, the customer and their other tickets."""

from dataclasses import dataclass, field

from django.db import connection

from accounts.models import User
from organization.selectors import Scope
from tickets.models import Draft, Participant, Status, Tag, Ticket, TicketTag
from tickets.selectors.core import tickets_of
from tickets.selectors.presence import LOOKING, UNREAD, Looker, Person, since

MANY = 100


@dataclass(frozen=True, slots=True)
class Around:
    """Tags with their colours, cc, who else is here, and the agent's unread notifications."""

    tags: list[tuple[str, str]] = field(default_factory=list)
    cc: list[tuple[Person, str]] = field(default_factory=list)
    lookers: list[Looker] = field(default_factory=list)
    unread: int = 0


_AROUND = f"""SELECT 0, 'tag', tag.name, tag.colour, tag.id
  FROM {TicketTag._meta.db_table} given JOIN {Tag._meta.db_table} tag ON tag.id = given.tag_id
  WHERE given.ticket_id = %s
UNION ALL
SELECT 0, 'cc', CASE WHEN person.display_name = '' THEN person.username ELSE person.display_name END,
  person.email, person.id
  FROM {Participant._meta.db_table} part JOIN {User._meta.db_table} person ON person.id = part.user_id
  WHERE part.ticket_id = %s
UNION ALL {LOOKING}(%s) UNION ALL {UNREAD}"""  # noqa: S608  # our own tables


def around(ticket: Ticket, user_id: int) -> Around:
    """Tags, cc, presence and the bell in one SQL statement: few rows each, and a page has many statements."""
    with connection.cursor() as cursor:
        cursor.execute(_AROUND, [ticket.pk, ticket.pk, since(), user_id, ticket.pk, user_id])
        rows = cursor.fetchall()
    tags = sorted((name, extra) for _ticket, kind, name, extra, _pk in rows if kind == "tag")
    cc = [(Person(pk, name), address) for _ticket, kind, name, address, pk in rows if kind == "cc"]
    lookers = [
        Looker(Person(pk, name or login), kind == "writes")
        for _ticket, kind, name, login, pk in rows
        if kind in ("looks", "writes")
    ]
    return Around(tags, cc, lookers, sum(row[1] == "unread" for row in rows))


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

    tickets: list[OtherTicket]

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


def customer_of(requester_id: int, scope: Scope) -> Customer:
    """One SQL statement, by index."""
    shelves = (Ticket.Shelf.OPEN, Ticket.Shelf.CLOSED)
    rows = (
        tickets_of(scope)
        .filter(requester_id=requester_id, shelf__in=shelves)
        .order_by("shelf", "-updated_at")
    )
    columns = ("number", "subject", "status", "shelf")
    return Customer([OtherTicket(*row) for row in rows.values_list(*columns)[: MANY + 1]])


def drafts_of(ticket: Ticket, user_id: int) -> list[Draft]:
    """The agent's unsent texts on this ticket, the newest first."""
    return list(Draft.objects.filter(ticket=ticket, agent_id=user_id).order_by("-saved_at"))


def visible_ids(ids: list[int], scope: Scope) -> list[int]:
    """Which of these tickets the agent may see. No SQL statement for none."""
    return list(tickets_of(scope).filter(pk__in=ids).values_list("pk", flat=True)) if ids else []
