"""The lines of lists: what is shown of a ticket from afar, without building models."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import IntegerField, OuterRef, QuerySet, Subquery

from organization.selectors import Scope
from tickets.models import ReadState, Ticket, TicketTag
from tickets.selectors.desk import Desk
from tickets.selectors.pages import SIZE, cursor_after, ids_of, order_of
from tickets.selectors.presence import Here, Looker, Person, here_of
from tickets.selectors.state import ListState

BESIDE = 30


@dataclass(frozen=True, slots=True)
class TicketLine:
    id: int
    number: str
    subject: str
    status: int
    priority: int
    shelf: int
    group_id: int
    agent: Person
    requester: Person
    organization: str
    snippet: str
    last_by_agent: bool
    is_pinned: bool
    is_unread: bool
    updated_at: datetime
    created_at: datetime
    follow_up_at: datetime
    tags: tuple[tuple[str, str], ...] = ()
    lookers: tuple[Looker, ...] = ()


@dataclass(frozen=True, slots=True)
class ListPage:
    """`next` is the cursor of the page after, "" on the last; `unread`: notifications, or None."""

    lines: list[TicketLine] = field(default_factory=list)
    next: str = ""
    unread: int | None = None


_COLUMNS = (
    "id",
    "number",
    "subject",
    "status",
    "priority",
    "shelf",
    "group_id",
    "snippet",
    "last_by_agent",
    "is_pinned",
    "updated_at",
    "created_at",
    "last_seq",
    "agent_id",
    "agent__display_name",
    "agent__username",
    "requester_id",
    "requester__display_name",
    "requester__email",
    "requester__username",
    "requester__organization_name",
    "follow_up_at",
)


def list_page(state: ListState, scope: Scope, desk: Desk) -> ListPage:
    """One page of a list. Three SQL statements: rows, tags, who is looking. Raises BadCursorError."""
    ids = ids_of(state, scope, desk)
    if ids is None:
        return ListPage()
    rows = list(_rows(Ticket.objects.filter(pk__in=ids).order_by(*order_of(state)), scope))
    following = ""
    if len(rows) > SIZE:
        rows = rows[:SIZE]
        last = rows[-1]
        following = cursor_after(
            state,
            priority=last[4],
            updated_at=last[10],
            created_at=last[11],
            follow_up_at=last[21],
            pk=last[0],
        )
    if not rows:
        return ListPage()
    here = here_of([row[0] for row in rows], scope.user_id)
    return ListPage(_with_around(rows, here), following, here.unread)


@dataclass(frozen=True, slots=True)
class ShortLine:
    """A ticket in the narrow list beside another."""

    id: int
    number: str
    subject: str
    status: int
    shelf: int
    requester: str
    is_unread: bool
    updated_at: datetime
    follow_up_at: datetime


_SHORT = ("id", "number", "subject", "status", "shelf", "updated_at", "follow_up_at", "last_seq")
_NAMES = ("requester__display_name", "requester__email", "requester__username")


def lines_beside(state: ListState, scope: Scope, desk: Desk) -> list[ShortLine]:
    """The first lines of the same page, for the narrow list beside a ticket. One SQL statement."""
    ids = ids_of(state, scope, desk, size=BESIDE)
    if ids is None:
        return []
    rows = Ticket.objects.filter(pk__in=ids).order_by(*order_of(state))
    columns = rows.values_list(*_SHORT, *_NAMES, _read_by(scope))
    return [
        ShortLine(
            pk, number, subject, status, shelf, name or email or login, _is_new(shelf, seq, read), at, back
        )
        for pk, number, subject, status, shelf, at, back, seq, name, email, login, read in columns
    ]


def _is_new(shelf: int, seq: int, read: int | None) -> bool:
    """Only open tickets wait to be read."""
    return shelf == Ticket.Shelf.OPEN and seq > (read or 0)


def _read_by(scope: Scope) -> Subquery:
    read = ReadState.objects.filter(agent_id=scope.user_id, ticket=OuterRef("pk")).values("seq")[:1]
    return Subquery(read, output_field=IntegerField())


def lines_of(ids: Collection[int], scope: Scope) -> list[TicketLine]:
    """The lines of these tickets, in the order of `ids`; those out of scope are left out."""
    rows = Ticket.objects.filter(pk__in=list(ids))
    if scope.groups is not None:
        rows = rows.filter(group_id__in=scope.group_list or [])
    fetched = list(_rows(rows, scope))
    here = here_of([row[0] for row in fetched], scope.user_id) if fetched else Here()
    found = {line.id: line for line in _with_around(fetched, here)}
    return [found[pk] for pk in ids if pk in found]


def belonging(ids: Collection[int], state: ListState, scope: Scope, desk: Desk) -> set[int]:
    """Which of these tickets are in the list, on whatever page. One SQL statement."""
    if not ids or (found := ids_of(state.but(), scope, desk, only=ids)) is None:
        return set()
    return set(Ticket.objects.filter(pk__in=found).values_list("pk", flat=True))


def _rows(tickets: QuerySet[Ticket], scope: Scope) -> QuerySet[Ticket, tuple[Any, ...]]:
    return tickets.values_list(*_COLUMNS, _read_by(scope))


def _with_around(rows: list[tuple[Any, ...]], here: Here) -> list[TicketLine]:
    ids = [row[0] for row in rows]
    if not ids:
        return []
    tags: dict[int, list[tuple[str, str]]] = {}
    tagged = TicketTag.objects.filter(ticket_id__in=ids).order_by("tag__name")
    for ticket, name, colour in tagged.values_list("ticket_id", "tag__name", "tag__colour"):
        tags.setdefault(ticket, []).append((name, colour))
    return [_line(row, tags.get(row[0], ()), here.lookers.get(row[0], ())) for row in rows]


def _line(
    row: tuple[Any, ...], tags: Iterable[tuple[str, str]] = (), lookers: Iterable[Looker] = ()
) -> TicketLine:
    pk, number, subject, status, priority, shelf, group, snippet, last_by_agent, is_pinned = row[:10]
    updated, created, seq, agent, agent_name, agent_login, requester, name, email, login = row[10:20]
    organization, follow_up, read = row[20:]
    return TicketLine(
        pk, number, subject, status, priority, shelf, group,
        Person(agent, agent_name or agent_login),
        Person(requester, name or email or login),
        organization, snippet, last_by_agent, is_pinned,
        _is_new(shelf, seq, read),
        updated, created, follow_up, tuple(tags), tuple(lookers),
    )  # fmt: skip
