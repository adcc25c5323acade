"""What stands around an open ticket: tags, people, drafts, the customer and their other tickets."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast
from django.utils import timezone

from organization.selectors import Scope
from tickets.models import Draft, Participant, Presence, Status, Ticket, TicketTag
from tickets.selectors.core import tickets_of
from tickets.selectors.rows import PRESENT_SECONDS, Looker, Person

MANY = 100


@dataclass(frozen=True, slots=True)
class Around:
    """Tags with their colours, cc, and who else is here."""

    tags: list[tuple[str, str]] = field(default_factory=list)
    cc: list[tuple[Person, str]] = field(default_factory=list)
    lookers: list[Looker] = field(default_factory=list)


def around(ticket: Ticket, user_id: int) -> Around:
    """One SQL statement for the three: they are few rows each, and a page has many."""
    text = CharField(max_length=254)
    since = timezone.now() - timedelta(seconds=PRESENT_SECONDS)
    tags = TicketTag.objects.filter(ticket=ticket).values_list(
        Value("tag", text),
        Cast("tag__name", text),
        Cast("tag__colour", text),
        Cast(Value(""), text),
        F("tag_id"),
    )
    cc = Participant.objects.filter(ticket=ticket).values_list(
        Value("cc", text),
        Cast("user__display_name", text),
        Cast("user__email", text),
        Cast("user__username", text),
        F("user_id"),
    )
    here = Presence.objects.filter(ticket=ticket, seen_at__gt=since).exclude(agent_id=user_id)
    looking = here.filter(is_writing=False).values_list(
        Value("looks", text),
        Cast("agent__display_name", text),
        Cast(Value(""), text),
        Cast("agent__username", text),
        F("agent_id"),
    )
    writing = here.filter(is_writing=True).values_list(
        Value("writes", text),
        Cast("agent__display_name", text),
        Cast(Value(""), text),
        Cast("agent__username", text),
        F("agent_id"),
    )
    found = Around()
    for kind, name, extra, login, pk in tags.order_by().union(cc, looking, writing, all=True):
        if kind == "tag":
            found.tags.append((name, extra))
        elif kind == "cc":
            found.cc.append((Person(pk, name or extra or login), extra))
        else:
            found.lookers.append(Looker(Person(pk, name or login), kind == "writes"))
    found.tags.sort()
    return found


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
